import { ValidateBy } from 'class-validator';

const MAX_BYTES = 16_000;

/** Anything a caller wants to keep here. */
export function IsSmallObject(): PropertyDecorator {
  return ValidateBy({
    name: 'isSmallObject',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Buffer.byteLength(JSON.stringify(value)) <= MAX_BYTES,
      defaultMessage: () => `$property must be an object, ${MAX_BYTES} bytes at most`,
    },
  });
}
