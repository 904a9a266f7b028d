import { wordsOf } from './languages/language.js';

/** What the agent's voice is to do: fall silent for now, for good, or go on. */
export type BargeInOrder = 'pause' | 'stop' | 'resume';

export interface BargeInOptions {
  /** BCP 47, of the person. */
  language: string;
  /** Of the agent's definition: shorter sounds do not even pause the agent. */
  minSpeechMs?: number;
}

/** Two windows of the voice detector. */
const PAUSE_MS = 64;
/** Words are believed with so much voice behind them. */
const SPOKEN_MS = 160;
/** Whoever speaks for so long has something to say. */
const LONG_MS = 800;
/** "Mm-hm, yeah, okay, right" takes longer and still only means: go on. */
const LONG_BACKCHANNEL_MS = 1_600;
const QUIET_MS = 256;

/**
 * Tells a person who takes the floor from one who coughs or agrees. The agent falls silent at once and finds out then which it
 * was. Times are those of the person's sound.
 */
export class BargeInJudge {
  private state: 'speaking' | 'paused' | 'stopped' = 'speaking';
  private lastMs: number | undefined;
  private runMs = 0;
  private voicedMs = 0;
  private quietMs = 0;
  private said = '';
  private minSpeechMs: number;
  private language: string;
  private sinceMs: number | undefined;

  constructor({ language, minSpeechMs = 0 }: BargeInOptions) {
    this.language = language;
    this.minSpeechMs = minSpeechMs;
  }

  /** From the next words on. @param language BCP 47 */
  listenFor(language: string): void {
    this.language = language;
  }

  /** Where the voice begins that is being judged; undefined while there is none. */
  get voicedSinceMs(): number | undefined {
    return this.sinceMs;
  }

  /** From now on shorter sounds do not even pause the agent. */
  retune(minSpeechMs: number): void {
    this.minSpeechMs = minSpeechMs;
  }

  /** The agent begins to speak. */
  begin(): void {
    this.state = 'speaking';
    this.lastMs = undefined;
    this.forget();
  }

  /** One window of the voice detector after another, while the agent speaks. @returns what changes */
  heard({ atMs, voiced }: { atMs: number; voiced: boolean }): BargeInOrder | undefined {
    const windowMs = this.lastMs === undefined ? PAUSE_MS / 2 : atMs - this.lastMs;
    this.lastMs = atMs;
    if (voiced) this.hearVoice(windowMs, atMs);
    else this.hearQuiet(windowMs);
    return this.judge();
  }

  /** What the recogniser makes of it: an interim, or a final. @returns what changes */
  words(text: string): BargeInOrder | undefined {
    this.said = text;
    return this.judge();
  }

  private hearVoice(windowMs: number, atMs: number): void {
    // What was said before a longer quiet has been judged.
    if (this.quietMs >= QUIET_MS) this.forget();
    this.quietMs = 0;
    this.sinceMs ??= atMs - windowMs;
    this.runMs += windowMs;
    this.voicedMs += windowMs;
  }

  private hearQuiet(windowMs: number): void {
    this.runMs = 0;
    this.quietMs += windowMs;
  }

  private judge(): BargeInOrder | undefined {
    if (this.state === 'stopped') return undefined;
    if (this.takesTheFloor()) return this.turn('stopped', 'stop');
    if (this.state === 'speaking') {
      const needMs = Math.max(PAUSE_MS, this.minSpeechMs);
      return this.runMs >= needMs ? this.turn('paused', 'pause') : undefined;
    }
    if (this.quietMs < QUIET_MS) return undefined;
    return this.turn('speaking', 'resume');
  }

  private takesTheFloor(): boolean {
    const hasWords = this.said.trim() !== '';
    const onlyAgrees = hasWords && isBackchannel(this.said, this.language);
    if (hasWords && !onlyAgrees && this.voicedMs >= SPOKEN_MS) return true;
    // Length alone counts while it goes on, not afterwards.
    return this.runMs > 0 && this.voicedMs >= (onlyAgrees ? LONG_BACKCHANNEL_MS : LONG_MS);
  }

  private turn(state: 'speaking' | 'paused' | 'stopped', order: BargeInOrder): BargeInOrder {
    this.state = state;
    return order;
  }

  private forget(): void {
    this.runMs = 0;
    this.voicedMs = 0;
    this.sinceMs = undefined;
    this.quietMs = 0;
    this.said = '';
  }
}

/** Whether these words only say that somebody listens. They never make a turn while the agent speaks. @param language BCP 47 */
export function isBackchannel(text: string, language: string): boolean {
  const known = wordsOf(language);
  const words =
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{N}'-]+/gu) ?? [];
  if (!known || words.length === 0) return false;
  const rest = known.backchannelPhrases.reduce(
    (said, phrase) => said.replaceAll(` ${phrase} `, ' '),
    ` ${words.join(' ')} `,
  );
  return rest.split(' ').every((word) => word === '' || known.backchannels.has(word));
}
