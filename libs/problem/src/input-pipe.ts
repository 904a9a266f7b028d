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

/**
 * Checks bodies, queries and parameters against their DTO. Unknown fields are refused by name, but see `IgnoresUnknownFields`.
 * An optional field that is null counts as left out: what a handler gets has no null that its type does not name.
 */
export function inputPipe(): PipeTransform {
  const strict = new ValidationPipe(options({ forbidNonWhitelisted: true }));
  const tolerant = new ValidationPipe(options({ forbidNonWhitelisted: false }));
  /** Queries in which nothing has to stand: what an empty one comes to is always the same. */
  const mayBeEmpty = new WeakSet<object>();
  return {
    transform: async (value: unknown, metadata: ArgumentMetadata): Promise<unknown> => {
      const { metatype } = metadata;
      if (metadata.type === 'custom') return value;
      const isEmptyQuery = metadata.type === 'query' && isEmpty(value);
      if (isEmptyQuery && metatype !== undefined && mayBeEmpty.has(metatype)) return new metatype();
      const isTolerant = metatype !== undefined && Reflect.hasMetadata(TOLERANT, metatype);
      const input: unknown = await (isTolerant ? tolerant : strict).transform(value, metadata);
      if (isEmptyQuery && metatype !== undefined && isDto(input)) mayBeEmpty.add(metatype);
      return withoutNulls(input);
    },
  };
}

/** Of DTOs and the DTOs in them; what a caller keeps here as it is (`metadata`, a payload) is a plain object, and stays. */
function withoutNulls(input: unknown): unknown {
  if (Array.isArray(input)) {
    for (const each of input) withoutNulls(each);
  } else if (isDto(input)) {
    for (const [field, value] of Object.entries(input)) {
      if (value === null) Reflect.deleteProperty(input, field);
      else withoutNulls(value);
    }
  }
  return input;
}

function isEmpty(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0;
}

function isDto(input: unknown): input is object {
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return false;
  const prototype: unknown = Object.getPrototypeOf(input);
  return prototype !== Object.prototype && prototype !== null;
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
