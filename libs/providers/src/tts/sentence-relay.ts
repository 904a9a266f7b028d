import type { SwitchListener } from '../failover/switch-listener.js';
import type { VendorHealths } from '../failover/vendor-health.js';
import { VendorFault } from '../vendor-fault.js';
import { isSayable } from './sayable.js';
import { paceOf } from './speech-pace.js';
import { SPEAKING_RATE } from './synthesizer.js';
import type { SpeakingSettings, Synthesizer } from './synthesizer.js';
import { Take } from './take.js';
import type { TakeNews } from './take.js';
import { unspoken } from './unspoken.js';

export interface RelayOptions {
  choices: readonly Synthesizer[];
  healths: VendorHealths;
  listener: SwitchListener;
  /** A voice that has not begun after so long gets company, and whoever begins first speaks. */
  hedgeAfterMs: number;
  now: () => number;
}

/** Who should be speaking, and why it does not. */
interface Expected {
  choice: Synthesizer;
  reason: VendorFault['reason'];
}

/** The way of one sentence through the voices that could speak it: one of them is heard at a time, and every word once. */
export class SentenceRelay {
  private readonly failed = new Set<Synthesizer>();
  private readonly running = new Set<Take>();
  private readonly aborted = Promise.withResolvers<'aborted'>();
  private expected: Expected | undefined;
  private speaker: Synthesizer | undefined;

  /** @param lastSpeaker Who spoke the sentence before. */
  constructor(
    private readonly options: RelayOptions,
    private readonly settings: SpeakingSettings,
    private readonly signal: AbortSignal,
    lastSpeaker: Synthesizer | undefined,
  ) {
    if (lastSpeaker && !this.healthOf(lastSpeaker).isTrusted)
      this.expected = { choice: lastSpeaker, reason: 'left_alone' };
  }

  /** Who speaks, or spoke last. */
  get lastSpeaker(): Synthesizer | undefined {
    return this.speaker;
  }

  /** @throws VendorFault from the iteration, of the last choice */
  async *speak(text: string): AsyncGenerator<Int16Array, void, undefined> {
    const onAbort = () => this.aborted.resolve('aborted');
    this.signal.addEventListener('abort', onAbort, { once: true });
    try {
      let rest = text;
      while (!this.signal.aborted && isSayable(rest)) rest = yield* this.continueWith(rest);
    } finally {
      this.signal.removeEventListener('abort', onAbort);
      for (const take of this.running) take.stop();
    }
  }

  /** @returns what is left to be said by another */
  private async *continueWith(text: string): AsyncGenerator<Int16Array, string, undefined> {
    const askedAt = this.options.now();
    const take = await this.firstToSound(text);
    if (!take) return '';
    this.tellSwitch(take.choice, askedAt);
    let samples = 0;
    let news = await take.first;
    while (news.piece) {
      samples += news.piece.length;
      yield news.piece;
      news = await this.unlessAborted(take.next());
    }
    if (this.signal.aborted) return '';
    const heardMs = (samples * 1_000) / SPEAKING_RATE;
    const pace = paceOf(take.choice);
    if (!news.fault) {
      this.running.delete(take);
      take.answered();
      if (samples > 0) pace.learn(text, heardMs);
      return '';
    }
    const rest = unspoken(text, heardMs, pace);
    this.lose(take, news.fault, isSayable(rest));
    return rest;
  }

  /** Undefined when nobody waits any more. */
  private async firstToSound(text: string): Promise<Take | undefined> {
    this.start(text);
    for (;;) {
      const first = await this.soonest();
      if (first === 'aborted') return undefined;
      if (first === 'late') {
        this.start(text);
      } else if (!first.news.fault) {
        this.keepOnly(first.take);
        return first.take;
      } else {
        this.lose(first.take, first.news.fault, true);
        if (this.running.size === 0) this.start(text);
      }
    }
  }

  private async soonest(): Promise<{ take: Take; news: TakeNews } | 'late' | 'aborted'> {
    const late = Promise.withResolvers<'late'>();
    const hedge = this.hasNext
      ? setTimeout(() => late.resolve('late'), this.options.hedgeAfterMs)
      : undefined;
    const firsts = [...this.running].map(async (take) => ({ take, news: await take.first }));
    const first = await Promise.race([this.aborted.promise, ...firsts, late.promise]);
    clearTimeout(hedge);
    return this.signal.aborted ? 'aborted' : first;
  }

  private start(text: string): void {
    const choice = this.next();
    if (!choice) return;
    this.running.add(new Take(choice, this.healthOf(choice), text, this.settings, this.signal));
    this.expected ??= { choice, reason: 'stalled' };
  }

  /** As `inTurn` orders them, but a turn is taken only of one that is asked: a vendor on trial waits for the word of who took it. */
  private next(): Synthesizer | undefined {
    const idle = this.idle;
    return idle.find((choice) => this.healthOf(choice).takeTurn()) ?? idle[0];
  }

  private get hasNext(): boolean {
    return this.idle.length > 0;
  }

  private get idle(): Synthesizer[] {
    const busy = new Set([...this.running].map(({ choice }) => choice));
    return this.options.choices.filter((choice) => !this.failed.has(choice) && !busy.has(choice));
  }

  /** Who began to be asked before the winner is too slow; who was asked after it lost nothing but the race. */
  private keepOnly(winner: Take): void {
    let isBefore = true;
    for (const take of this.running) {
      if (take === winner) {
        isBefore = false;
        continue;
      }
      if (isBefore) take.failed(new VendorFault('stalled'));
      take.stop();
      this.running.delete(take);
    }
  }

  /** @throws VendorFault when something is left to be said, and nobody to say it */
  private lose(take: Take, fault: VendorFault, isOwed: boolean): void {
    take.failed(fault);
    take.stop();
    this.running.delete(take);
    this.failed.add(take.choice);
    const isLast = isOwed && this.running.size === 0 && !this.hasNext;
    this.options.listener.failed({ kind: 'tts', vendor: take.choice.vendor, fault, isLast });
    if (isLast) throw fault;
    if (this.speaker === take.choice || this.expected?.choice === take.choice)
      this.expected = { choice: take.choice, reason: fault.reason };
  }

  private tellSwitch(speaker: Synthesizer, askedAt: number): void {
    const { expected, options } = this;
    this.speaker = speaker;
    this.expected = undefined;
    if (!expected || expected.choice === speaker) return;
    options.listener.switched({
      kind: 'tts',
      from: expected.choice.vendor,
      to: speaker.vendor,
      reason: expected.reason,
      afterMs: options.now() - askedAt,
    });
  }

  private async unlessAborted(news: Promise<TakeNews>): Promise<TakeNews> {
    const first = await Promise.race([news, this.aborted.promise]);
    return first === 'aborted' ? {} : first;
  }

  private healthOf({ vendor }: Synthesizer) {
    return this.options.healths.of('tts', vendor);
  }
}
