import { ValidateBy } from 'class-validator';

const MOST = 50;
const LONGEST = 200;

/** What a person likes, by topic: `{"seat": "window"}`. */
export function IsPreferences(): PropertyDecorator {
  return ValidateBy({
    name: 'isPreferences',
    validator: {
      validate: arePreferences,
      defaultMessage: () =>
        `$property must be an object of at most ${MOST} texts, of ${LONGEST} characters at most each`,
    },
  });
}

function arePreferences(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries: [string, unknown][] = Object.entries(value);
  return entries.length <= MOST && entries.flat().every((text) => typeof text === 'string' && isShort(text));
}

function isShort(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST;
}
