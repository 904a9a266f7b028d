import { z } from 'zod';
import { travelSlots } from '../../speech/travel-slots.js';
import { intentsIn } from './intent-words.js';

/** A form that an answer has to have, as a JSON schema. */
export type AnswerSchema = Record<string, unknown>;

const Schema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** What a question about a message has in it, whoever asks it: names to choose from, and the message. */
const Asked = z.object({
  message: z.string(),
  intents: z.array(z.object({ name: z.string(), description: z.string().optional() })).catch([]),
});

/**
 * JSON of the form that was asked for. Of a message it is known what the sandbox understands of it: which intents of a list it has, and
 * who somebody says they are. All else is as empty as the form allows.
 */
export function structuredAnswer(schema: AnswerSchema, question: string): string {
  const answer = emptyOf(schema);
  const asked = Asked.safeParse(parsed(question));
  if (asked.success && isObject(answer)) {
    const { message, intents } = asked.data;
    if (Array.isArray(answer.intents)) answer.intents = intentsIn(message, intents);
    if (isObject(answer.contact)) answer.contact = { ...answer.contact, ...toldIn(message) };
  }
  return JSON.stringify(answer);
}

/** The least that fits. */
function emptyOf(schema: unknown): unknown {
  const { data = {} } = Schema.safeParse(schema);
  if (data.enum) return data.enum[0];
  const types = Array.isArray(data.type) ? data.type : [data.type ?? 'object'];
  if (types.includes('null')) return null;
  switch (types[0]) {
    case 'string':
      return '';
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    default:
      return Object.fromEntries(
        Object.entries(data.properties ?? {}).map(([name, each]) => [name, emptyOf(each)]),
      );
  }
}

function toldIn(message: string): Record<string, unknown> {
  const { name = null, email = null, phone = null } = travelSlots(message);
  const [, company = null] =
    /\b(?:i work (?:for|at)|my company is) ([\p{L}\p{N}&' -]+)/iu.exec(message) ?? [];
  return { name, email, phone, company: company?.trim() ?? null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
