import { ValidateBy } from 'class-validator';

const MOST = 100;
const LONGEST_NAME = 128;
const LONGEST = 500;

/** What is meant by names, in words: `{"purchase": "wants to buy a trip"}`. */
export function IsDescriptions(): PropertyDecorator {
  return ValidateBy({
    name: 'isDescriptions',
    validator: {
      validate: areDescriptions,
      defaultMessage: () =>
        `$property must be an object of at most ${MOST} texts, of ${LONGEST} characters at most each`,
    },
  });
}

function areDescriptions(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries: [string, unknown][] = Object.entries(value);
  return (
    entries.length <= MOST && entries.every(([name, text]) => name.length <= LONGEST_NAME && isText(text))
  );
}

function isText(text: unknown): boolean {
  return typeof text === 'string' && /\S/.test(text) && text.length <= LONGEST;
}
