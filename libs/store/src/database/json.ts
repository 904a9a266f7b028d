import type { z } from 'zod';

/** Reads a JSON column: SQLite hands out its text, Postgres the parsed value. */
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

/** Escapes as `JSON.stringify` writes them, and no backslash that is text. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;
