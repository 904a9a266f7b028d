import type { z } from 'zod';

/** What a vendor wrote, if it is of that form; anything else says nothing to us. */
export function readJson<T>(form: z.ZodType<T>, data: Buffer): T | undefined {
  try {
    return form.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}
