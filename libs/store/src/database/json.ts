import { z } from 'zod';

const Fields = z.record(z.string(), z.unknown());

/** Escapes as `JSON.stringify` writes them, and no backslash that is text. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** Reads a JSON column, which both databases hand out as text; where a query has put a value in its place, that. */
export function fromJson<T>(shape: z.ZodType<T>, column: unknown): T {
  return shape.parse(typeof column === 'string' ? JSON.parse(column) : column);
}

/**
 * Text for a JSON column. Postgres keeps neither zero characters nor half a surrogate pair, so that one event with such a character
 * could hold up all that come after it: they become the sign for a character that was lost.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSTORABLE, '$1\ufffd');
}

/** The same fields as they read when they have been stored. */
export function asStored(fields: Record<string, unknown>): Record<string, unknown> {
  const text = toJson(fields);
  return text.includes('\ufffd') ? Fields.parse(JSON.parse(text)) : fields;
}
