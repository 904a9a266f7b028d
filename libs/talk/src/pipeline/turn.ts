import type { EndReason, TurnLatency } from '#conversation';
import type { VendorFault } from '#providers';
import type { Wait } from './silence-filler.js';
import { SpokenText } from './spoken-text.js';

/** What a person said and is to be answered. */
export interface Said {
  /** Identity of who said it; null for words of an operator or a greeting. */
  person: string | null;
  text: string;
  source: 'speech' | 'text';
  language: string | undefined;
  /** When they were last heard (epoch ms). */
  speechEndedAt: number | undefined;
  /** When the recogniser had settled the words (epoch ms); undefined when it has not. */
  transcribedAt: number | undefined;
}

/** When an answer in the making began to come (epoch ms). */
interface FirstTimes {
  firstPieceAt: number | undefined;
  firstTextAt: number | undefined;
  firstSoundAt: number | undefined;
}

/** A turn of a person and the agent's answer to it, from the decision that the person has finished to the last word. */
export class Turn {
  readonly over = new AbortController();
  readonly spoken = new SpokenText();
  /** The person cannot go on with this turn any more: it is in the transcript. */
  isSettled = false;
  firstPieceAt: number | undefined;
  /** Of the answer's first words: when the model began to write them, and when the voice began to say them. */
  firstTextAt: number | undefined;
  firstSoundAt: number | undefined;
  firstHeardAt: number | undefined;
  /** The person went on with what they were saying: it was no turn yet, and its answer none. */
  isTakenBack = false;
  /** The talk ends when this has been said. */
  hangUp: EndReason | undefined;
  private attempts = 1;
  private known = '';

  constructor(
    readonly said: Said,
    readonly committedAt: number,
  ) {}

  get wait(): Wait {
    return { silentSince: this.said.speechEndedAt ?? this.committedAt, decidedAt: this.committedAt };
  }

  /** Whether the question is to be asked once more after that fault; counts it. */
  attempt(most: number, fault: VendorFault): boolean {
    this.attempts += 1;
    return !fault.isFinal && this.attempts <= most;
  }

  /** The first words of the answer come from this draft; said again by another, they are not the first. */
  begun({ firstPieceAt, firstTextAt, firstSoundAt }: FirstTimes): void {
    if (this.firstSoundAt !== undefined) return;
    this.firstPieceAt = firstPieceAt;
    this.firstTextAt = firstTextAt;
    this.firstSoundAt = firstSoundAt;
  }

  /** The model knows these words of the answer by now: they came along with a wish for tools. */
  inHistory(text: string): void {
    this.known = `${this.known} ${text.trim()}`.trim();
  }

  /** What it is still to be told of the words that were heard. */
  restOf(heard: string): string {
    if (heard.startsWith(this.known)) return heard.slice(this.known.length).trim();
    return this.known.startsWith(heard) ? '' : heard;
  }

  /** Milliseconds of each stage; null where there was no wait to measure. */
  latency(): TurnLatency | null {
    const { committedAt, firstPieceAt, firstHeardAt } = this;
    const { speechEndedAt, transcribedAt } = this.said;
    if (firstHeardAt === undefined || this.said.person === null) return null;
    const answered = firstPieceAt === undefined ? undefined : Math.max(firstPieceAt, committedAt);
    return {
      endpointMs: between(speechEndedAt, committedAt),
      firstTokenMs: answered === undefined ? null : answered - committedAt,
      firstAudioMs: answered === undefined ? null : Math.max(0, firstHeardAt - answered),
      totalMs: firstHeardAt - (speechEndedAt ?? committedAt),
      transcriptMs: between(speechEndedAt, transcribedAt),
      voiceMs: between(this.firstTextAt, this.firstSoundAt),
    };
  }
}

function between(from: number | undefined, to: number | undefined): number | null {
  return from === undefined || to === undefined ? null : Math.max(0, to - from);
}
