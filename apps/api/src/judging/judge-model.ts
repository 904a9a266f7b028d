import { Injectable } from '@nestjs/common';
import { openAiAccess, OpenAiConfig, OpenAiLanguageModel } from '#providers';
import type { LanguageModel } from '#providers';
import { JudgingConfig } from './judging.config.js';

/** The model that judges messages: OpenAI's, or the sandbox in its stead. */
@Injectable()
export class JudgeModel {
  private latest: LanguageModel | undefined;

  constructor(
    private readonly openAi: OpenAiConfig,
    private readonly config: JudgingConfig,
  ) {}

  /** Undefined where there is neither key nor sandbox. */
  get current(): LanguageModel | undefined {
    const access = openAiAccess(this.openAi);
    if (!access) return undefined;
    const model = this.config.modelNow();
    if (this.latest?.modelName !== model) this.latest = new OpenAiLanguageModel({ access, model });
    return this.latest;
  }
}
