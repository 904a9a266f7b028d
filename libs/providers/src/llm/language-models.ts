import type { VendorAccess } from '../openai-access.js';
import { isOpenRouter, openRouterModel } from '../vendors/open-router.js';
import type { LlmVendor } from '../vendors/vendor-name.js';
import { GrokLanguageModel } from './grok-language-model.js';
import type { LanguageModel } from './language-model.js';
import { OpenAiLanguageModel } from './openai-language-model.js';

interface LanguageModelVendor {
  keyVariable: string;
  defaultModel: string;
  create: (access: VendorAccess, options: { model: string }) => LanguageModel;
}

/** The language models there are: a new vendor is a file and a line here. */
export const LANGUAGE_MODELS: Record<LlmVendor, LanguageModelVendor> = {
  openai: {
    keyVariable: 'OPENAI_API_KEY',
    defaultModel: 'gpt-4o-mini',
    create: (access, { model }) => new OpenAiLanguageModel({ access, model }),
  },
  grok: {
    keyVariable: 'GROK_API_KEY',
    defaultModel: 'grok-4.7',
    create: (access, { model }) =>
      new GrokLanguageModel({
        access,
        model: isOpenRouter(access.baseUrl) ? openRouterModel('x-ai', model) : model,
      }),
  },
};
