import { OpenAiLanguageModel } from './openai-language-model.js';

/** Grok of xAI, from xAI itself, through OpenRouter or from wherever else it speaks as OpenAI does. */
export class GrokLanguageModel extends OpenAiLanguageModel {
  override readonly vendor: string = 'grok';
}
