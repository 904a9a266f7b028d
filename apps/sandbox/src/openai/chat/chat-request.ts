import { z } from 'zod';
import { ParameterInvalid } from '../openai.errors.js';
import { check } from '../realtime/parameter-check.js';
import type { WrittenTalk, WrittenTurn } from '../text/written-talk.js';

/** What else is in a request is taken and has no effect, as most sampling parameters have none on a model that is not one. */
const Part = z.looseObject({ type: z.string(), text: z.string().optional() });
const Content = z.union([z.string(), z.array(Part)]);

const ToolCall = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string().min(1), arguments: z.string() }),
});

const Message = z.discriminatedUnion('role', [
  z.looseObject({ role: z.enum(['system', 'developer']), content: Content }),
  z.looseObject({ role: z.literal('user'), content: Content }),
  z.looseObject({
    role: z.literal('assistant'),
    content: Content.nullish(),
    tool_calls: z.array(ToolCall).min(1).nullish(),
  }),
  z.looseObject({ role: z.literal('tool'), tool_call_id: z.string().min(1), content: Content }),
]);
export type ChatMessage = z.infer<typeof Message>;

const Tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
});

const ResponseFormat = z.discriminatedUnion('type', [
  z.looseObject({ type: z.enum(['text', 'json_object']) }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
]);

const ChatRequest = z.looseObject({
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tools: z.array(Tool).max(128).nullish(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  n: z.literal(1).nullish(),
  response_format: ResponseFormat.nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** @throws ParameterInvalid */
export function readChatRequest(body: unknown): ChatRequest {
  return check(ChatRequest, body);
}

/** The talk that the messages tell. @throws ParameterInvalid when tool calls and their results do not match. */
export function talkOf({ messages, tools, tool_choice, response_format }: ChatRequest): WrittenTalk {
  const nameByCall = new Map<string, string>();
  const unanswered = new Set<string>();
  const instructions: string[] = [];
  const turns: WrittenTurn[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'tool' && unanswered.size > 0) throw callsWithoutResults(unanswered, index);
    switch (message.role) {
      case 'system':
      case 'developer':
        instructions.push(textOf(message.content));
        if (index === messages.length - 1) markCutOff(turns, messages[index - 1]);
        break;
      case 'user':
        turns.push({ by: 'person', text: textOf(message.content) });
        break;
      case 'assistant':
        turns.push({ by: 'agent' });
        for (const call of message.tool_calls ?? []) {
          nameByCall.set(call.id, call.function.name);
          unanswered.add(call.id);
        }
        break;
      case 'tool': {
        const name = nameByCall.get(message.tool_call_id);
        if (name === undefined) throw resultWithoutCall(index);
        unanswered.delete(message.tool_call_id);
        turns.push({ by: 'tool', callId: message.tool_call_id, name, output: textOf(message.content) });
      }
    }
  }
  if (unanswered.size > 0) throw callsWithoutResults(unanswered, messages.length);
  const offered = tool_choice === 'none' ? [] : (tools ?? []);
  return {
    instructions: instructions.join('\n'),
    tools: offered.map(({ function: { name, parameters } }) => ({ name, parameters })),
    turns,
    schema: response_format?.type === 'json_schema' ? response_format.json_schema.schema : undefined,
  };
}

/** An instruction behind the model's own words, and nothing behind it, asks to go on with them. */
function markCutOff(turns: WrittenTurn[], before: ChatRequest['messages'][number] | undefined): void {
  if (before?.role !== 'assistant' || before.tool_calls?.length) return;
  turns[turns.length - 1] = { by: 'agent', cutOff: textOf(before.content ?? '') };
}

export function textOf(content: z.infer<typeof Content>): string {
  return typeof content === 'string' ? content : content.flatMap(({ text }) => text ?? []).join(' ');
}

function callsWithoutResults(callIds: Iterable<string>, index: number): ParameterInvalid {
  return new ParameterInvalid(
    'invalid_value',
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
      `The following tool_call_ids did not have response messages: ${[...callIds].join(', ')}`,
    `messages.${index}.role`,
  );
}

function resultWithoutCall(index: number): ParameterInvalid {
  return new ParameterInvalid(
    'invalid_value',
    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
    `messages.${index}.role`,
  );
}
