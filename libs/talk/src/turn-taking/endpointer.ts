import type { TextState } from './leaning.js';
import { LONGEST_DONE_MS, LONGEST_DOUBT_MS, NEEDS, SHORTEST_DONE_MS, SPECULATE_BEFORE_MS } from './needs.js';
import type { Needs } from './needs.js';
import { OwnPauses } from './own-pauses.js';
import { RunningQuantile } from './running-quantile.js';
import { isMarked } from './spoken-text.js';
import { textState } from './text-state.js';

/** Wait; begin the answer, to throw it away if the person goes on; or the turn is over. */
export type Decision = 'wait' | 'speculate' | 'commit';
/** Of the language model that answers meanwhile. */
export type Verdict = 'finished' | 'unfinished';

export interface EndpointerOptions {
  /** BCP 47, of the person. */
  language: string;
  /** Of the agent's definition: no shorter silence ends a turn. */
  minSilenceMs?: number;
  /** Whether the language model that begins the answer also says whether the person has finished. */
  expectsVerdict?: boolean;
  needs?: Needs;
}

export interface HeardWindow {
  /** The end of the window in milliseconds of sound. */
  atMs: number;
  voiced: boolean;
}

interface EndedTurn {
  finals: readonly string[];
  /** What the recogniser has not settled yet. */
  pending: string;
  silentSinceMs: number;
  /** The words did not say it was the end: the language model did. */
  isByVerdict: boolean;
}

const NOTHING_ENDED: EndedTurn = { finals: [], pending: '', silentSinceMs: 0, isByVerdict: false };
const ANSWERS_REMEMBERED = 20;
/** Deciding so much before the first sound is ready costs nothing: it takes as long until it can be heard. */
const READY_MARGIN_MS = 10;
/** One voiced window is a click; two are somebody who speaks on. */
const WINDOWS_OF_SPEECH = 2;

/**
 * Decides when a person has finished: when they have been silent for as long as their words need. All times are those of their
 * sound, so it can be asked again about what was recorded.
 */
export class Endpointer {
  private readonly needs: Needs;
  private minSilenceMs: number;
  private language: string;
  private readonly readyMs = new RunningQuantile(0.5, ANSWERS_REMEMBERED);
  private readonly pauses = new OwnPauses();
  private nowMs = 0;
  private silentSinceMs: number | undefined;
  private voicedRun = 0;
  private finals: string[] = [];
  private pending = '';
  /** Into the silence, when the recogniser settled the words. */
  private settledAfterMs = 0;
  private judgement: { verdict: Verdict; afterMs: number } | undefined;
  private state: TextState = 'none';
  private isMarked = false;
  /** Of the turn that is being answered. */
  private ended: EndedTurn = NOTHING_ENDED;
  /**
   * What the language model's "finished" is worth. Some models never say anything else: it is proven once the model has found this
   * person unfinished, and wrong once it took a pause of theirs for the end.
   */
  private judge: 'new' | 'proven' | 'wrong' = 'new';

  constructor(private readonly options: EndpointerOptions) {
    this.needs = options.needs ?? NEEDS;
    this.minSilenceMs = options.minSilenceMs ?? 0;
    this.language = options.language;
  }

  /** From the next words on. @param language BCP 47 */
  listenFor(language: string): void {
    this.language = language;
  }

  /** From now on no shorter silence ends a turn. */
  retune(minSilenceMs: number): void {
    this.minSilenceMs = minSilenceMs;
  }

  /**
   * Whether it is worth asking the language model if the person has finished: the words do not say, or they say no and the
   * recogniser yes.
   */
  get isUndecided(): boolean {
    if (this.pending !== '' || this.judgement !== undefined) return false;
    return this.state === 'maybe' || (this.state !== 'done' && this.isMarked);
  }

  /** All that was said in this turn, as far as it is understood. */
  get text(): string {
    return [...this.finals, this.pending].filter((part) => part !== '').join(' ');
  }

  /** One window of the voice detector after another, while the person has the floor. */
  heard({ atMs, voiced }: HeardWindow): void {
    this.nowMs = atMs;
    this.voicedRun = voiced ? this.voicedRun + 1 : 0;
    if (!voiced) return;
    const silenceMs = this.silentSinceMs === undefined ? 0 : atMs - this.silentSinceMs;
    const isOneSound = this.silentSinceMs === undefined || this.voicedRun >= WINDOWS_OF_SPEECH;
    if (!isOneSound) return;
    this.pauses.ended(silenceMs);
    this.silentSinceMs = atMs;
  }

  /** All that was understood since the last final; replaces the interim before. */
  interim(text: string): void {
    if (this.isOfEnded()) this.ended.pending = text.trim();
    else {
      this.pending = text.trim();
      this.reconsider();
    }
  }

  /** The recogniser has settled what was said since the last final. */
  final(text: string): void {
    const said = text.trim() === '' ? [] : [text.trim()];
    if (this.isOfEnded()) {
      this.ended = { ...this.ended, finals: [...this.ended.finals, ...said], pending: '' };
      return;
    }
    this.pending = '';
    this.finals.push(...said);
    this.reconsider();
    this.settledAfterMs = this.silenceMs(this.nowMs);
  }

  /** What the language model makes of the words as they are now. */
  verdict(verdict: Verdict): void {
    if (verdict === 'unfinished') this.judge = 'proven';
    this.judgement = { verdict, afterMs: this.silenceMs(this.nowMs) };
  }

  /** From the recogniser's final to the first sound of the answer to it: turns end no sooner than answers are ready. */
  answerReady(afterFinalMs: number): void {
    this.readyMs.add(afterFinalMs);
  }

  /** The turn is answered, or there were no words to answer: what comes now is another, unless it is taken back. */
  turnEnded(): void {
    const { finals, pending, silentSinceMs = this.nowMs } = this;
    const isByVerdict = this.state !== 'done' && this.judgement?.verdict === 'finished';
    this.ended = { finals, pending, silentSinceMs, isByVerdict };
    this.forget();
  }

  /** The person went on before they heard much of the answer: it is not given, and their words belong together. */
  takeBack(): void {
    const { finals, pending, silentSinceMs, isByVerdict } = this.ended;
    if (isByVerdict) this.judge = 'wrong';
    this.finals = [...finals, ...(pending === '' ? [] : [pending]), ...this.finals];
    this.ended = NOTHING_ENDED;
    this.pauses.ended(this.nowMs - silentSinceMs);
    this.pauses.mind();
    this.reconsider();
  }

  /** What was said since is no turn: it only showed that somebody listens. */
  forget(): void {
    this.finals = [];
    this.pending = '';
    this.silentSinceMs = undefined;
    this.reconsider();
  }

  /** The silence that would end the turn now. */
  needMs(): number {
    return Math.max(this.minSilenceMs, this.needOf(this.effectiveState()));
  }

  decision(atMs: number): Decision {
    if (this.silentSinceMs === undefined) return 'wait';
    const silenceMs = this.silenceMs(atMs);
    const needMs = this.needMs();
    if (silenceMs >= needMs) return 'commit';
    const state = this.effectiveState();
    if (state === 'none') return 'wait';
    const mayBeAll = this.pending === '' && (state === 'done' || state === 'maybe' || this.awaitsVerdict);
    return mayBeAll || silenceMs >= needMs - SPECULATE_BEFORE_MS ? 'speculate' : 'wait';
  }

  /** Words that come without a new voice settle those of the turn that has just ended. */
  private isOfEnded(): boolean {
    return this.ended.pending !== '' && this.silentSinceMs === undefined;
  }

  private silenceMs(atMs: number): number {
    return this.silentSinceMs === undefined ? 0 : Math.max(0, atMs - this.silentSinceMs);
  }

  /** Words without a voice happen where the detector is deaf to somebody: then silence begins with the words. */
  private reconsider(): void {
    this.judgement = undefined;
    const { text } = this;
    if (text !== '') this.silentSinceMs ??= this.nowMs;
    this.state = textState(text, this.language);
    this.isMarked = isMarked(text);
  }

  private effectiveState(): TextState {
    // The last words are missing or not settled, so a mark says nothing yet.
    if (this.pending !== '' && this.state === 'done') return 'maybe';
    if (!this.judgement || this.state === 'none') return this.state;
    const { verdict, afterMs } = this.judgement;
    if (verdict === 'finished') return this.doubtsTheModel ? this.state : 'done';
    const isOverruled = afterMs >= LONGEST_DOUBT_MS || this.state === 'number';
    if (isOverruled) return this.state;
    // The recogniser and the language model contradict each other.
    return this.isMarked && this.state !== 'open' ? 'maybe' : 'open';
  }

  private needOf(state: TextState): number {
    if (state === 'done') return this.doneMs();
    if (state !== 'maybe') return this.needs[state];
    const isDoubted =
      this.awaitsVerdict || this.judgement?.verdict === 'unfinished' || this.judge === 'wrong';
    return this.pauses.stretch(isDoubted ? this.needs.undecided : this.needs.maybe);
  }

  /** Whose own words show them to be in the middle of something is not cut off by a model that may never say no. */
  private get doubtsTheModel(): boolean {
    return this.state === 'maybe' ? this.judge === 'wrong' : !this.isMarked && this.judge !== 'proven';
  }

  private get awaitsVerdict(): boolean {
    return this.options.expectsVerdict === true && this.isUndecided;
  }

  private doneMs(): number {
    const ready = this.readyMs.value;
    if (ready === undefined) return this.needs.done;
    const needMs = this.settledAfterMs + ready - READY_MARGIN_MS;
    return Math.min(LONGEST_DONE_MS, Math.max(SHORTEST_DONE_MS, needMs));
  }
}
