import { HEARING_RATE } from './transcriber.js';
import { VoiceMeter } from './voice-meter.js';

/** A recogniser that hears says something within this much voice. */
const ANSWER_WITHIN_MS = 3_000;
/** Asked to settle what it heard, it says something within this: a good one takes a quarter of it. */
const SETTLES_WITHIN_MS = 1_200;
/** Of less voice perhaps nothing comes: a cough, a laugh, a "hm". */
const WORTH_A_WORD_MS = 600;
/** So much voice since its last word has another one in it, most likely. */
const LONGER_THAN_A_BREATH_MS = 200;
/** Quiet makes good for voice at this rate, so that coughs over an hour are not added up. */
const QUIET_COUNTS = 0.1;

interface HearingWatchOptions {
  /** Told once for every stretch of voice that nothing comes of. */
  stalled: () => void;
  /** How much voice may go without a word, by its length and by the clock. */
  answerWithinMs?: number;
  now?: () => number;
}

/** Notices a recogniser that takes sound and says nothing to it, while its connection stands. */
export class HearingWatch {
  private readonly meter = new VoiceMeter();
  private readonly stalled: () => void;
  private readonly answerWithinMs: number;
  private readonly now: () => number;
  private voicedMs = 0;
  private since = 0;
  private deadline: NodeJS.Timeout | undefined;
  private owes = false;

  constructor({ stalled, answerWithinMs = ANSWER_WITHIN_MS, now = Date.now }: HearingWatchOptions) {
    this.stalled = stalled;
    this.answerWithinMs = answerWithinMs;
    this.now = now;
  }

  /** Whether it was asked to settle what it heard, and has said nothing since to voice that is longer than a breath. */
  get owesWords(): boolean {
    return this.owes;
  }

  /** How much voice nothing came of. Sound that is said again comes all at once, and is to be answered in the time of the clock. */
  get unansweredMs(): number {
    return this.voicedMs === 0 ? 0 : Math.min(this.voicedMs, this.now() - this.since);
  }

  /** A piece of sound is on its way. @returns whether it may be voice */
  sent(samples: Int16Array): boolean {
    const ms = (samples.length / HEARING_RATE) * 1_000;
    const isVoice = this.meter.isVoice(samples);
    if (!isVoice) {
      this.voicedMs = Math.max(0, this.voicedMs - ms * QUIET_COUNTS);
      return false;
    }
    if (this.voicedMs === 0) this.since = this.now();
    this.voicedMs += ms;
    if (this.unansweredMs >= this.answerWithinMs) {
      this.heard();
      this.stalled();
    }
    return true;
  }

  /** The person seems to have finished, and the recogniser was asked for what is left. */
  finalized(): void {
    clearTimeout(this.deadline);
    this.owes = this.voicedMs >= LONGER_THAN_A_BREATH_MS;
    if (this.voicedMs < WORTH_A_WORD_MS) return;
    this.deadline = setTimeout(() => {
      this.heard();
      this.stalled();
    }, SETTLES_WITHIN_MS);
  }

  /** The recogniser said something. */
  heard(): void {
    clearTimeout(this.deadline);
    this.owes = false;
    this.voicedMs = 0;
  }

  /** Nobody waits for words any more. */
  close(): void {
    clearTimeout(this.deadline);
  }
}
