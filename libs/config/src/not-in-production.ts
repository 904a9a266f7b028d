import { registerDecorator } from 'class-validator';
import type { ValidationOptions } from 'class-validator';

/** For a variable that belongs to development: set in production it stops the boot. */
export function NotInProduction(options?: ValidationOptions): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'notInProduction',
      target: target.constructor,
      propertyName: String(property),
      options: { message: 'must not be set in production', ...options },
      validator: {
        validate: (value: unknown) => value === undefined || process.env.NODE_ENV !== 'production',
      },
    });
  };
}
