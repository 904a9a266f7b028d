import type { z } from 'zod';

type Arguments = { success: true; data: Record<string, unknown> } | { success: false; message: string };

/** What a model wrote as the arguments of a tool; where it does not fit, words for the model to mend it. */
export function readArguments(parameters: z.ZodObject, written: string): Arguments {
  const read = parameters.safeParse(parse(written));
  if (read.success) return { success: true, data: read.data };
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`);
  return {
    success: false,
    message: `The arguments do not fit: ${wrong.join('; ')}. Ask again with right ones.`,
  };
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written.trim() || '{}');
  } catch {
    return undefined;
  }
}
