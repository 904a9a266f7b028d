import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import { LATENCY_BUCKETS_S } from '#telemetry';

const OUTCOMES = ['judged', 'unjudged'] as const;
const DIRECTIONS = ['input', 'output'] as const;

/** How messages fare with the language model that judges them. */
@Injectable()
export class JudgingMetrics {
  private readonly messages: Counter<'outcome'>;
  private readonly questions: Histogram<'outcome'>;
  private readonly tokens: Counter<'direction'>;
  private readonly unknown: Counter;

  constructor(registry: Registry) {
    const registers = [registry];
    this.messages = new Counter({
      name: 'parley_messages_judged_total',
      help: 'Messages that a language model was to be asked about, and those that it was asked about in vain or too late.',
      labelNames: ['outcome'],
      registers,
    });
    this.questions = new Histogram({
      name: 'parley_message_judge_seconds',
      help: 'How long the language model takes to judge a message, or to fail.',
      labelNames: ['outcome'],
      buckets: LATENCY_BUCKETS_S,
      registers,
    });
    this.tokens = new Counter({
      name: 'parley_message_judge_tokens_total',
      help: 'Tokens of the questions about messages and of their answers.',
      labelNames: ['direction'],
      registers,
    });
    this.unknown = new Counter({
      name: 'parley_message_judge_ignored_total',
      help: 'Intents that the language model named and that are none of the list.',
      registers,
    });
    // A rate needs the zero before the first one.
    for (const outcome of OUTCOMES) this.messages.inc({ outcome }, 0);
    for (const outcome of ['answered', 'failed']) this.questions.zero({ outcome });
    for (const direction of DIRECTIONS) this.tokens.inc({ direction }, 0);
  }

  passed(outcome: (typeof OUTCOMES)[number]): void {
    this.messages.inc({ outcome });
  }

  asked(tookMs: number, isAnswered: boolean): void {
    this.questions.observe({ outcome: isAnswered ? 'answered' : 'failed' }, tookMs / 1_000);
  }

  used({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }): void {
    this.tokens.inc({ direction: 'input' }, inputTokens);
    this.tokens.inc({ direction: 'output' }, outputTokens);
  }

  ignored(names: number): void {
    this.unknown.inc(names);
  }
}
