import { randomUUID } from 'node:crypto';
import type { ChatDialect } from '../openai/chat/chat-dialect.js';
import { failureBody } from '../openai/openai.errors.js';
import { admitModel } from './xai-models.js';

export const xaiChat: ChatDialect = {
  vendor: 'xai',
  admit: admitModel,
  newId: () => randomUUID(),
  extras: { system_fingerprint: 'fp_sandbox' },
  failureStatus: (status) => status,
  failure: failureBody,
};
