import { failureBody } from '../openai.errors.js';
import { admitModel } from '../models.js';
import { newChatId } from '../openai-id.js';
import type { ChatDialect } from './chat-dialect.js';

/** How OpenAI itself answers. */
export const openAiChat: ChatDialect = {
  vendor: 'openai',
  admit: admitModel,
  newId: newChatId,
  extras: { service_tier: 'default', system_fingerprint: 'fp_sandbox' },
  failureStatus: (status) => status,
  failure: failureBody,
};
