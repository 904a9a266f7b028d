import { Endpointer, VoiceSwitch } from '#talk';
import type { EndpointerOptions } from '#talk';
import { seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import type { Utterance } from '../corpus/utterance.ts';

/** An utterance as the endpointer meets it. */
export interface Heard {
  utterance: Utterance;
  /** Of the voice detector, one a window. */
  scores: readonly number[];
}

export interface ReplayOptions extends Pick<EndpointerOptions, 'needs' | 'minSilenceMs'> {
  /** How often the language model is right about whether the caller has finished; null when it is not asked. */
  accuracy: number | 'never says no' | null;
  /** Asked about every text, or only where the words alone do not decide. */
  asks?: 'always' | 'when unsure';
}

/** A decision that came before the caller's last word. */
export interface EarlyEnd {
  /** Whether the caller heard something of the answer before it was taken back. */
  heard: boolean;
}

export interface Replayed {
  utterance: Utterance;
  /** From the end of the last word; null when the turn never ended. */
  decidedMs: number | null;
  heardMs: number | null;
  early: readonly EarlyEnd[];
  /** Answers that were begun. */
  begun: number;
}

const WINDOW_MS = 32;
/** From the recogniser's final, or whenever the answer is begun, to its first sound: first token 200, first sentence 80, voice 100. */
export const ANSWER_MS = 380;
/** The language model's first token says whether it finds the caller unfinished. */
const VERDICT_MS = 200;
/** Both ways between the caller and the agent. */
export const MEDIA_MS = 55;

/** Plays one utterance to an endpointer, on the clock of the sound. */
export function replay({ utterance, scores }: Heard, options: ReplayOptions): Replayed {
  return new Run(utterance, options).play(scores);
}

class Run {
  private readonly utterance: Utterance;
  private readonly options: ReplayOptions;
  private readonly endpointer: Endpointer;
  private readonly voice = new VoiceSwitch();
  private readonly chance: () => number;
  private readonly early: EarlyEnd[] = [];
  private speculation: { text: string; atMs: number; verdictAtMs: number | null } | undefined;
  /** When the caller heard the answer to a turn that had not ended. */
  private cutAtMs: number | undefined;
  private voicedRun = 0;
  private begun = 0;
  private nowMs = 0;

  constructor(utterance: Utterance, options: ReplayOptions) {
    this.utterance = utterance;
    this.options = options;
    const { needs, minSilenceMs, accuracy } = options;
    this.endpointer = new Endpointer({
      language: 'en',
      expectsVerdict: accuracy !== null,
      ...(needs && { needs }),
      ...(minSilenceMs !== undefined && { minSilenceMs }),
    });
    this.endpointer.answerReady(ANSWER_MS);
    // There was a pause in the talk before, and the model found it.
    if (typeof accuracy === 'number') this.endpointer.verdict('unfinished');
    this.endpointer.forget();
    this.chance = seededRandom(utterance.plan.seed + 1);
  }

  play(scores: readonly number[]): Replayed {
    const understood = [...this.utterance.understood];
    for (const [i, score] of scores.entries()) {
      const atMs = (i + 1) * WINDOW_MS;
      while (understood[0] && understood[0].atMs <= atMs) {
        const { atMs: toldAtMs, type, text } = understood.shift() ?? { atMs, type: 'interim', text: '' };
        this.nowMs = toldAtMs;
        this.endpointer[type](text);
        this.decide();
      }
      this.nowMs = atMs;
      this.hear(score);
      const end = this.decide();
      if (end) return end;
    }
    return this.result(null);
  }

  private hear(score: number): void {
    const voiced = this.voice.hear(score);
    this.voicedRun = voiced ? this.voicedRun + 1 : 0;
    this.endpointer.heard({ atMs: this.nowMs, voiced });
    if (this.cutAtMs !== undefined && this.voicedRun === 2) this.takeBack(this.cutAtMs);
    const { speculation } = this;
    if (speculation?.verdictAtMs != null && speculation.verdictAtMs <= this.nowMs) {
      speculation.verdictAtMs = null;
      this.endpointer.verdict(this.drawVerdict());
    }
  }

  private takeBack(heardAtMs: number): void {
    this.early.push({ heard: heardAtMs < this.nowMs });
    this.cutAtMs = undefined;
    this.endpointer.takeBack();
  }

  private drawVerdict(): 'finished' | 'unfinished' {
    const { accuracy } = this.options;
    if (accuracy === 'never says no') return 'finished';
    const isRight = this.chance() < (accuracy ?? 0);
    const isOver = this.nowMs > this.utterance.endMs;
    return isOver === isRight ? 'finished' : 'unfinished';
  }

  private decide(): Replayed | undefined {
    if (this.cutAtMs !== undefined) return undefined;
    const decision = this.endpointer.decision(this.nowMs);
    if (decision === 'wait') this.speculation = undefined;
    else if (this.speculation?.text !== this.endpointer.text) this.speculate();
    if (decision !== 'commit') return undefined;
    const readyAtMs = (this.speculation?.atMs ?? this.nowMs) + ANSWER_MS;
    const heardAtMs = Math.max(this.nowMs, readyAtMs) + MEDIA_MS;
    this.speculation = undefined;
    if (this.nowMs >= this.utterance.endMs) return this.result(heardAtMs);
    this.cutAtMs = heardAtMs;
    this.endpointer.turnEnded();
    return undefined;
  }

  private speculate(): void {
    this.begun += 1;
    const { accuracy, asks = 'when unsure' } = this.options;
    const isAsked = accuracy !== null && (asks === 'always' || this.endpointer.isUndecided);
    this.speculation = {
      text: this.endpointer.text,
      atMs: this.nowMs,
      verdictAtMs: isAsked ? this.nowMs + VERDICT_MS : null,
    };
  }

  private result(heardAtMs: number | null): Replayed {
    const { utterance, early, begun } = this;
    return {
      utterance,
      decidedMs: heardAtMs === null ? null : this.nowMs - utterance.endMs,
      heardMs: heardAtMs === null ? null : heardAtMs - utterance.endMs,
      early,
      begun,
    };
  }
}
