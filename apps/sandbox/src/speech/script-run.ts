import type { EarScriptDto, ScriptWordDto } from './ear-scripts.dto.js';
import type { StreamListener, StreamWord, Stretch } from './stream-ear.js';

const CONFIDENCE = 0.99;

/** One script as its speech goes by. Times without a name are counted from the first voiced sample. */
export class ScriptRun {
  /** Words that are settled. */
  private settled = 0;
  /** Words that the last interim had. */
  private shown = 0;
  private nextInterimMs: number;

  constructor(
    private readonly script: EarScriptDto,
    /** Of the first voiced sample, on the clock of the stream. */
    private readonly startMs: number,
    private readonly listener: StreamListener,
  ) {
    this.nextInterimMs = script.interimEveryMs;
  }

  get over(): boolean {
    return this.settled === this.script.words.length;
  }

  /** Tells all that is due by now, in its order. */
  advance(streamMs: number): void {
    const nowMs = streamMs - this.startMs;
    while (!this.over) {
      const finalMs = this.word(this.clauseEnd).endMs + this.script.finalAfterMs;
      if (Math.min(finalMs, this.nextInterimMs) > nowMs) return;
      if (finalMs <= this.nextInterimMs) this.settle(this.clauseEnd + 1, false);
      else this.hint();
    }
  }

  /** Settles the words that have ended by now. */
  finalize(streamMs: number): void {
    const ended = this.endedBy(streamMs - this.startMs);
    if (ended > this.settled) this.settle(ended, true);
  }

  private hint(): void {
    const { interimEveryMs, interimBehindMs } = this.script;
    const atMs = this.nextInterimMs;
    this.nextInterimMs += interimEveryMs;
    const known = Math.min(this.endedBy(atMs - interimBehindMs), this.clauseEnd + 1);
    if (known <= Math.max(this.shown, this.settled)) return;
    this.shown = known;
    const { words, ...times } = this.stretch(known, ({ interim, word }) => interim ?? word);
    // A mark is a matter of what follows.
    const last = words.at(-1);
    const open = last
      ? [{ ...last, written: this.word(known - 1).interim ?? this.word(known - 1).word }]
      : [];
    this.listener.interim({ ...times, endMs: this.startMs + atMs, words: [...words.slice(0, -1), ...open] });
  }

  private settle(upTo: number, forced: boolean): void {
    const stretch = this.stretch(upTo, ({ word }) => word);
    this.settled = upTo;
    this.listener.final(stretch, forced);
  }

  /** The words from the last final to there. */
  private stretch(upTo: number, spelling: (word: ScriptWordDto) => string): Stretch {
    const words = this.script.words.slice(this.settled, upTo).map((word, i): StreamWord => {
      const before = this.script.words[this.settled + i - 1]?.endMs ?? 0;
      return {
        text: spelling(word).toLowerCase(),
        written: spelling(word) + (word.mark ?? ''),
        startMs: this.startMs + (word.startMs ?? before),
        endMs: this.startMs + word.endMs,
        confidence: CONFIDENCE,
      };
    });
    return { startMs: words[0]?.startMs ?? 0, endMs: words.at(-1)?.endMs ?? 0, words };
  }

  /** Where the clause under way ends. */
  private get clauseEnd(): number {
    const { words } = this.script;
    const end = words.findIndex(({ clauseEnd }, i) => i >= this.settled && clauseEnd);
    return end === -1 ? words.length - 1 : end;
  }

  private endedBy(ms: number): number {
    const next = this.script.words.findIndex(({ endMs }) => endMs > ms);
    return next === -1 ? this.script.words.length : next;
  }

  private word(index: number): ScriptWordDto {
    const word = this.script.words[index];
    if (!word) throw new Error(`script ${this.script.id} has no word ${index}`);
    return word;
  }
}
