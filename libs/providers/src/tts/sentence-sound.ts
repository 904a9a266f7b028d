import { VendorFault } from '../vendor-fault.js';
import { SPEAKING_RATE } from './synthesizer.js';

export interface SpeakingDeadlines {
  /** For the vendor to take the connection. */
  connectWithinMs: number;
  /** From the question to the first sound. */
  firstSoundWithinMs: number;
  /** From one piece of sound to the next. */
  nextSoundWithinMs: number;
}

export const SPEAKING_DEADLINES: SpeakingDeadlines = {
  connectWithinMs: 4_000,
  firstSoundWithinMs: 3_000,
  nextSoundWithinMs: 3_000,
};

/** Less than the shortest word takes. */
const LEAST_SOUND_MS = 30;
/** Slower than any voice speaks: a vendor that goes on beyond it has lost its way. */
const LONGEST_MS_PER_CHARACTER = 500;
const LONGEST_PAUSE_MS = 10_000;
/** How long the vendor may take to say that it is done after it has given all. */
const FINISH_WITHIN_MS = 500;

/**
 * The sound of one sentence between the vendor and whoever plays it. Bytes come when they come, in any portion; whoever plays
 * takes samples at leisure. It notices when the sound does not come, and never holds more than the sentence can be.
 */
export class SentenceSound implements AsyncIterable<Int16Array> {
  private readonly samplesAtMost: number;
  private pieces: Int16Array[] = [];
  private half: Buffer = Buffer.alloc(0);
  /** How many have come. */
  private samples = 0;
  private isOver = false;
  private isComplete = false;
  private reason: VendorFault | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private news = Promise.withResolvers<undefined>();

  /** @param over Called once, when nothing more is taken of the vendor, whyever. */
  constructor(
    text: string,
    private readonly deadlines: Pick<SpeakingDeadlines, 'firstSoundWithinMs' | 'nextSoundWithinMs'>,
    private readonly over: () => void,
  ) {
    const longestMs = text.length * LONGEST_MS_PER_CHARACTER + LONGEST_PAUSE_MS;
    this.samplesAtMost = samplesIn(longestMs);
  }

  get isOpen(): boolean {
    return !this.isOver;
  }

  get fault(): VendorFault | undefined {
    return this.reason;
  }

  /** The vendor has been asked. */
  begin(): void {
    this.expect(this.deadlines.firstSoundWithinMs);
  }

  /** Little-endian PCM16, cut anywhere. */
  add(bytes: Buffer): void {
    if (this.isOver) return;
    const whole = this.half.length > 0 ? Buffer.concat([this.half, bytes]) : bytes;
    const piece = samplesOf(whole);
    this.half = whole.subarray(piece.length * 2);
    // Silence before the first word only keeps the person waiting, and nothing else is what a broken voice may send for ever.
    if (piece.length === 0 || (this.samples === 0 && isSilent(piece))) return;
    this.samples += piece.length;
    if (this.samples > this.samplesAtMost) {
      this.fail(new VendorFault('answer_failed', undefined, undefined, 'more sound than the text can be'));
      return;
    }
    this.pieces.push(piece);
    this.expect(this.isComplete ? FINISH_WITHIN_MS : this.deadlines.nextSoundWithinMs);
    this.tell();
  }

  /** All of the text was spoken, whether or not the vendor says that it is done. */
  complete(): void {
    if (this.isOver || this.isComplete) return;
    this.isComplete = true;
    this.expect(FINISH_WITHIN_MS);
  }

  /** The vendor is done, in good order. */
  end(): void {
    if (this.samples >= samplesIn(LEAST_SOUND_MS)) this.finish();
    else this.fail(new VendorFault('answer_failed', undefined, undefined, 'no sound'));
  }

  /** What came before is still given. */
  fail(fault: VendorFault): void {
    if (this.isOver) return;
    this.reason = fault;
    this.finish();
  }

  /** Nobody wants it any more. */
  drop(): void {
    this.pieces = [];
    this.reason = undefined;
    this.finish();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Int16Array, void, undefined> {
    try {
      for (;;) {
        const piece = this.pieces.shift();
        if (piece) {
          yield piece;
          continue;
        }
        if (this.reason) throw this.reason;
        if (this.isOver) return;
        await this.news.promise;
      }
    } finally {
      this.drop();
    }
  }

  private expect(withinMs: number): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => {
      if (this.isComplete) this.end();
      else this.fail(new VendorFault('stalled'));
    }, withinMs);
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    this.tell();
    this.over();
  }

  private tell(): void {
    this.news.resolve(undefined);
    this.news = Promise.withResolvers();
  }
}

/** Copies: a piece of a larger buffer would keep all of it, and may lie at an odd address. */
function samplesOf(bytes: Buffer): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(i * 2);
  return samples;
}

function isSilent(samples: Int16Array): boolean {
  return samples.every((sample) => sample === 0);
}

function samplesIn(ms: number): number {
  return (ms * SPEAKING_RATE) / 1_000;
}
