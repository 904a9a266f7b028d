import { randomBytes } from 'node:crypto';
import type { ChatDialect } from '../openai/chat/chat-dialect.js';
import { OpenAiError } from '../openai/openai.errors.js';
import { openRouterError } from './openrouter.errors.js';

export const openRouterChat: ChatDialect = {
  vendor: 'openrouter',
  admit,
  newId: () => `gen-${Math.floor(Date.now() / 1_000)}-${randomBytes(10).toString('hex')}`,
  idHeader: 'X-Generation-Id',
  extras: { provider: 'Sandbox' },
  processing: 'OPENROUTER PROCESSING',
  failureStatus: () => 200, // the answer had begun, at least for OpenRouter
  failure: openRouterError,
};

/** Models are named by who makes them: `x-ai/grok-4.7`. @throws OpenAiError */
function admit(model: string): void {
  if (/^[\w.-]+\/[\w.:-]+$/.test(model)) return;
  const message = `${model} is not a valid model ID`;
  throw new OpenAiError(400, { type: 'invalid_request_error', code: null, message, param: 'model' });
}
