import { ValidateBy } from 'class-validator';

/** A day or a moment by ISO 8601 in the forms that `Date.parse` reads: weeks and days of the year are not among them. */
export function IsMoment(): PropertyDecorator {
  return ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        /^\d{4}-\d\d-\d\d(T|$)/.test(value) &&
        Number.isFinite(Date.parse(value)),
      defaultMessage: () => '$property must be a day or a moment such as 2026-11-21 or 2026-11-21T12:00:00Z',
    },
  });
}
