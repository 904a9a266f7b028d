import { z } from 'zod';
import { ParameterInvalid } from '../openai.errors.js';
import { check } from '../realtime/parameter-check.js';
import type { WrittenTurn } from '../text/written-talk.js';

const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union([z.string(), z.array(Part)]);

/** A message may leave its type out. */
const Item = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message').optional(),
    role: z.enum(['user', 'assistant', 'system', 'developer']),
    content: Content,
  }),
  z.looseObject({
    type: z.literal('function_call'),
    call_id: z.string().min(1),
    name: z.string().min(1),
    arguments: z.string(),
  }),
  z.looseObject({ type: z.literal('function_call_output'), call_id: z.string().min(1), output: Content }),
  z.looseObject({ type: z.literal('reasoning') }),
]);

type Item = z.infer<typeof Item>;

const Tool = z.looseObject({
  type: z.literal('function'),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

const Format = z.discriminatedUnion('type', [
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    schema: z.record(z.string(), z.unknown()),
  }),
]);

const ResponsesRequest = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(Item)]),
  instructions: z.string().nullish(),
  tools: z.array(Tool).max(128).nullish(),
  tool_choice: z.union([z.enum(['auto', 'none', 'required']), z.looseObject({ type: z.string() })]).nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  previous_response_id: z.string().nullish(),
  text: z.looseObject({ format: Format.nullish() }).nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
});
export type ResponsesRequest = z.infer<typeof ResponsesRequest>;

/** A talk as far as it is known: what a response continues, and what is kept of it for the next. */
export interface KnownTalk {
  /** Of messages; those of a request hold for that request only. */
  instructions: readonly string[];
  turns: readonly WrittenTurn[];
  nameByCall: ReadonlyMap<string, string>;
}

export const NOTHING_KNOWN: KnownTalk = { instructions: [], turns: [], nameByCall: new Map() };

/** @throws ParameterInvalid */
export function readResponsesRequest(body: unknown): ResponsesRequest {
  return check(ResponsesRequest, body);
}

/** What is known with this input behind it. @throws ParameterInvalid when an output belongs to no call. */
export function continueTalk(known: KnownTalk, { input }: ResponsesRequest): KnownTalk {
  const instructions = [...known.instructions];
  const turns = [...known.turns];
  const nameByCall = new Map(known.nameByCall);
  const items: readonly Item[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  for (const [index, item] of items.entries()) {
    switch (item.type) {
      case undefined:
      case 'message':
        if (item.role === 'user') turns.push({ by: 'person', text: textOf(item.content) });
        else if (item.role === 'assistant') turns.push({ by: 'agent' });
        else instructions.push(textOf(item.content));
        break;
      case 'function_call':
        nameByCall.set(item.call_id, item.name);
        turns.push({ by: 'agent' });
        break;
      case 'function_call_output': {
        const name = nameByCall.get(item.call_id);
        if (name === undefined) throw outputWithoutCall(item.call_id, index);
        turns.push({ by: 'tool', callId: item.call_id, name, output: textOf(item.output) });
        break;
      }
      case 'reasoning':
        break;
    }
  }
  return { instructions, turns, nameByCall };
}

function textOf(content: z.infer<typeof Content>): string {
  return typeof content === 'string' ? content : content.flatMap(({ text }) => text ?? []).join(' ');
}

function outputWithoutCall(callId: string, index: number): ParameterInvalid {
  return new ParameterInvalid(
    'invalid_value',
    `No tool call found for function call output with call_id ${callId}.`,
    `input.${index}.call_id`,
  );
}
