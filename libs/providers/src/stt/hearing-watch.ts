import { HEARING_RATE } from './transcriber.js';
import { VoiceMeter } from './voice-meter.js';

/** A recogniser that hears says something within this much voice. */
const ANSWER_WITHIN_MS = 3_000;
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

  constructor({ stalled, answerWithinMs = ANSWER_WITHIN_MS, now = Date.now }: HearingWatchOptions) {
    this.stalled = stalled;
    this.answerWithinMs = answerWithinMs;
    this.now = now;
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

  /** The recogniser said something. */
  heard(): void {
    this.voicedMs = 0;
  }
}
