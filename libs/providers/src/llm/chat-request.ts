import type { OpenAI } from 'openai';
import type { ChatMessage, DeclaredTool, Question } from './language-model.js';

type ChatRequest = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type VendorMessage = OpenAI.Chat.ChatCompletionMessageParam;

/**
 * A question as chat completions take it. No temperature and no cap on tokens: models that reason refuse the one, and count their
 * thoughts against the other.
 */
export function toChatRequest(model: string, { messages, tools, format }: Question): ChatRequest {
  const effort = reasoningEffort(model, tools.length > 0);
  return {
    model,
    messages: messages.map(toVendorMessage),
    stream: true,
    stream_options: { include_usage: true },
    // An empty list is refused.
    ...(tools.length > 0 && { tools: tools.map(toVendorTool) }),
    ...(format && { response_format: { type: 'json_schema', json_schema: { ...format, strict: true } } }),
    ...(effort && { reasoning_effort: effort }),
  };
}

function toVendorMessage(message: ChatMessage): VendorMessage {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant':
      return message.toolCalls?.length
        ? {
            role: 'assistant',
            content: message.content || null,
            tool_calls: message.toolCalls.map(({ callId, name, arguments: text }) => ({
              id: callId,
              type: 'function',
              function: { name, arguments: text },
            })),
          }
        : { role: 'assistant', content: message.content };
  }
}

function toVendorTool({ name, description, parameters }: DeclaredTool): OpenAI.Chat.ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters } };
}

/**
 * As little as the model can: a person waits for the first word. Only for names that are known to take it; gpt-5.2 and gpt-5.4
 * refuse it beside tools.
 */
function reasoningEffort(model: string, hasTools: boolean): 'none' | 'minimal' | undefined {
  const name = model.split('/').at(-1) ?? model;
  if (/^gpt-5(-mini|-nano)?$/.test(name)) return 'minimal';
  if (name === 'gpt-5.1') return 'none';
  return /^gpt-5\.[24](-mini)?$/.test(name) && !hasTools ? 'none' : undefined;
}
