import type { z } from 'zod';

/** Reads a JSON column: SQLite hands out its text, Postgres the parsed value. */
export function fromJson<T>(shape: z.ZodType<T>, column: unknown): T {
  return shape.parse(typeof column === 'string' ? JSON.parse(column) : column);
}
