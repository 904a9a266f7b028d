import { ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform, ValidationError, ValidationPipeOptions } from '@nestjs/common';
import { BadInput } from './problem.js';
import type { FieldError } from './problem.js';

const TOLERANT = Symbol('ignores unknown fields');

/**
 * On a DTO whose senders may add what they like: unknown fields are dropped instead of refused. It is said on the DTO because the
 * pipe of a parameter could not say it: the global one has looked at the input before.
 */
export function IgnoresUnknownFields(): ClassDecorator {
  return (dto) => Reflect.defineMetadata(TOLERANT, true, dto);
}

/** Checks bodies, queries and parameters against their DTO. Unknown fields are refused by name, but see `IgnoresUnknownFields`. */
export function inputPipe(): PipeTransform {
  const strict = new ValidationPipe(options({ forbidNonWhitelisted: true }));
  const tolerant = new ValidationPipe(options({ forbidNonWhitelisted: false }));
  return {
    transform: (value: unknown, metadata: ArgumentMetadata): Promise<unknown> => {
      const { metatype } = metadata;
      const isTolerant = metatype !== undefined && Reflect.hasMetadata(TOLERANT, metatype);
      return (isTolerant ? tolerant : strict).transform(value, metadata);
    },
  };
}

function options(own: ValidationPipeOptions): ValidationPipeOptions {
  return {
    transform: true,
    transformOptions: { exposeUnsetFields: false },
    whitelist: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => new BadInput(errors.flatMap((error) => flatten(error))),
    ...own,
  };
}

function flatten({ property, constraints, children = [] }: ValidationError, path = ''): FieldError[] {
  const field = path ? `${path}.${property}` : property;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? `${field} is not a field of this request` : message,
  }));
  return [...own, ...children.flatMap((child) => flatten(child, field))];
}
