import { Inject, Injectable } from '@nestjs/common';
import { VendorFault } from '#providers';
import type { AnswerPiece, LanguageModel, Question } from '#providers';
import { readVerdict } from './judge-answer.js';
import type { Judgement } from './judge-answer.js';
import { JudgeModel } from './judge-model.js';
import { labelled, questionAbout } from './judge-question.js';
import type { Judged } from './judge-question.js';
import { JudgingMetrics } from './judging.metrics.js';

const DEADLINE_MS = 5_000;
/** Characters. An answer that names a hundred intents is shorter. */
const LONGEST_ANSWER = 16_384;

type Used = Extract<AnswerPiece, { type: 'usage' }>;

interface Answer {
  text: string;
  used: Used | undefined;
}

/** Asks a language model what a person means with a message, and what they tell of themselves. */
@Injectable()
export class MessageJudge {
  constructor(
    @Inject(JudgeModel) private readonly model: Pick<JudgeModel, 'current'>,
    @Inject(JudgingMetrics) private readonly metrics: Pick<JudgingMetrics, 'asked' | 'used' | 'ignored'>,
  ) {}

  get isConfigured(): boolean {
    return this.model.current !== undefined;
  }

  /** @throws VendorFault also where nothing came in time, or no answer to this @throws the reason of `signal` */
  async judge(judged: Judged, signal: AbortSignal): Promise<Judgement> {
    const { current } = this.model;
    if (!current) throw new VendorFault('refused');
    const labels = labelled(judged.intents);
    const begun = performance.now();
    let isAnswered = false;
    try {
      const { text, used } = await this.answer(current, questionAbout(judged, labels), signal);
      const verdict = readVerdict(text, labels, judged.wantsContact);
      isAnswered = true;
      this.metrics.ignored(verdict.ignored);
      return { ...verdict, usage: used && usageOf(current, used, performance.now() - begun) };
    } finally {
      if (!signal.aborted) this.metrics.asked(performance.now() - begun, isAnswered);
    }
  }

  private async answer(model: LanguageModel, question: Question, signal: AbortSignal): Promise<Answer> {
    const limit = AbortSignal.timeout(DEADLINE_MS);
    let text = '';
    let used: Used | undefined;
    for await (const piece of model.answer(question, AbortSignal.any([signal, limit]))) {
      if (piece.type === 'text') text += piece.text;
      if (piece.type === 'usage') {
        used = piece;
        this.metrics.used(piece);
      }
      // What is begun beyond it is not waited for: leaving the loop closes the connection.
      if (text.length > LONGEST_ANSWER)
        throw new VendorFault('answer_failed', undefined, undefined, 'too_long');
    }
    signal.throwIfAborted();
    if (limit.aborted) throw new VendorFault('no_answer');
    return { text, used };
  }
}

function usageOf({ vendor, modelName }: LanguageModel, used: Used, tookMs: number): Judgement['usage'] {
  const { inputTokens, outputTokens, cachedTokens } = used;
  return {
    ...{ vendor, model: modelName, inputTokens, outputTokens, cachedTokens },
    ...{ inputAudioTokens: 0, outputAudioTokens: 0, seconds: tookMs / 1_000 },
  };
}
