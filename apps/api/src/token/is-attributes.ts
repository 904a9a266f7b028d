import { ValidateBy } from 'class-validator';

const MAX_BYTES = 16_000;

/** LiveKit's attributes of a participant: names and texts. */
export function IsAttributes(): PropertyDecorator {
  return ValidateBy({
    name: 'isAttributes',
    validator: {
      validate: isAttributes,
      defaultMessage: () => `$property must be an object of texts, ${MAX_BYTES} bytes at most`,
    },
  });
}

function isAttributes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const areTexts = Object.values(value).every((text) => typeof text === 'string');
  return areTexts && Buffer.byteLength(JSON.stringify(value)) <= MAX_BYTES;
}
