import { ValidateBy } from 'class-validator';

const MAX = 8;
const MAX_LENGTH = 256;

/** One name, or a list of them. */
export function IsNames(): PropertyDecorator {
  return ValidateBy({
    name: 'isNames',
    validator: {
      validate: (value: unknown) => (Array.isArray(value) ? areNames(value) : isName(value)),
      defaultMessage: () =>
        `$property must be a name of 1 to ${MAX_LENGTH} characters, or a list of 1 to ${MAX} names`,
    },
  });
}

function areNames(values: unknown[]): boolean {
  return values.length > 0 && values.length <= MAX && values.every(isName);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_LENGTH;
}
