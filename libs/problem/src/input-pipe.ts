import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from '@nestjs/common';
import { BadInput } from './problem.js';
import type { FieldError } from './problem.js';

/**
 * Checks bodies, queries and parameters against their DTO. Unknown fields are refused by name; a route that is tolerant by
 * contract says so with a pipe of its own: `@Body(inputPipe({ unknownFields: 'ignore' }))`.
 */
export function inputPipe({
  unknownFields = 'refuse',
}: { unknownFields?: 'refuse' | 'ignore' } = {}): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    transformOptions: { exposeUnsetFields: false },
    whitelist: true,
    forbidNonWhitelisted: unknownFields === 'refuse',
    stopAtFirstError: true,
    exceptionFactory: (errors) => new BadInput(errors.flatMap((error) => flatten(error))),
  });
}

function flatten({ property, constraints, children = [] }: ValidationError, path = ''): FieldError[] {
  const field = path ? `${path}.${property}` : property;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `${field} is not a field of this request` : message,
  }));
  return [...own, ...children.flatMap((child) => flatten(child, field))];
}
