import type { z } from 'zod';
import { ParameterInvalid } from '../openai.errors.js';

/** The value when it fits; else the refusal OpenAI would write, about the first thing that is wrong. @throws ParameterInvalid */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown, at = ''): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw refusal(result.error.issues[0], at);
}

function refusal(issue: z.core.$ZodIssue | undefined, at: string): ParameterInvalid {
  const param = [at, ...(issue?.path ?? [])].filter((part) => part !== '').join('.');
  switch (issue?.code) {
    case 'unrecognized_keys': {
      const unknown = [param, issue.keys[0]].filter(Boolean).join('.');
      return new ParameterInvalid('unknown_parameter', `Unknown parameter: '${unknown}'.`, unknown);
    }
    case 'invalid_type':
      if (issue.input === undefined) return missing(param);
      return new ParameterInvalid(
        'invalid_type',
        `Invalid type for '${param}': expected ${issue.expected}, but got ${typeof issue.input} instead.`,
        param,
      );
    case 'invalid_value': {
      if (issue.input === undefined) return missing(param);
      return unsupported(issue.input, issue.values.map(String), param);
    }
    case 'invalid_union': {
      const value = discriminated(issue);
      if (value === undefined) return missing(param);
      // Of the ways that were tried, the one that came further than the kind of value says more.
      const tried = issue.errors.flat().find(({ code }) => code !== 'invalid_type');
      if (tried) return refusal({ ...tried, path: [...issue.path, ...tried.path] }, at);
      return unsupported(value, 'options' in issue ? (issue.options ?? []).map(String) : [], param);
    }
    default:
      return new ParameterInvalid(
        'invalid_value',
        `Invalid '${param}': ${issue?.message ?? 'refused'}.`,
        param,
      );
  }
}

/** The value that decides between the members of a union: a field of the input where there is a discriminator. */
function discriminated({ discriminator, input }: z.core.$ZodIssueInvalidUnion): unknown {
  if (!discriminator || typeof input !== 'object' || input === null) return input;
  return Reflect.get(input, discriminator);
}

function missing(param: string): ParameterInvalid {
  return new ParameterInvalid('missing_required_parameter', `Missing required parameter: '${param}'.`, param);
}

function unsupported(value: unknown, supported: string[], param: string): ParameterInvalid {
  const shown = typeof value === 'string' ? value.slice(0, 60) : typeof value;
  const hint = supported.length
    ? ` Supported values are: ${supported.map((one) => `'${one}'`).join(', ')}.`
    : '';
  return new ParameterInvalid('invalid_value', `Invalid value: '${shown}'.${hint}`, param);
}
