import { VendorFault } from '../vendor-fault.js';
import { readServerEvent } from './server-event.js';

/** From one piece to the next, as a share of what the first may take: a vendor that has begun sends faster than anybody speaks. */
const NEXT_PIECE_SHARE = 0.4;
const NEXT_PIECE_AT_MOST_MS = 5_000;
/** The person is told to wait when the first has not come after this share of its time: they have been silent for half a second more. */
const LATE_SHARE = 0.3;
/**
 * Where somebody else can answer, this share of the time is all that a first piece gets. Not less: another vendor is another voice. Not
 * more: the other one needs time as well.
 */
const GIVEN_UP_SHARE = 0.4;

/** What the person still has to get from the model. */
export interface OwedAnswer {
  /** Words of ours that are to be said, and not an answer to the person. */
  instructed: boolean;
}

interface AnswerWatchOptions {
  /** From the question to the first piece of the answer, in milliseconds: of who has the talk now. */
  answerWithinMs: () => number;
  /** Whether somebody else could answer. */
  hasStandIn: () => boolean;
  /** The answer does not come, or was given up. */
  failed: (fault: VendorFault) => void;
  /** The person waits for long, and may get the answer still. */
  late: () => void;
  answered: () => void;
}

/**
 * Knows whether an answer is due, and notices when it does not come: a vendor that accepted the question and says nothing keeps
 * its connection open all the same.
 */
export class AnswerWatch {
  private due: OwedAnswer | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private lateness: NodeJS.Timeout | undefined;

  constructor(private readonly options: AnswerWatchOptions) {}

  get owed(): OwedAnswer | undefined {
    return this.due;
  }

  /** We asked for a response. */
  asked(instructed: boolean): void {
    this.expect(this.firstPieceWithinMs, { instructed });
    clearTimeout(this.lateness);
    // Nobody waits for words of ours.
    if (instructed) return;
    this.lateness = setTimeout(() => this.options.late(), LATE_SHARE * this.options.answerWithinMs());
  }

  /** An event of the vendor. */
  see(type: string, event: unknown): void {
    // The model answers a spoken turn unasked.
    if (type === 'input_audio_buffer.committed') this.asked(false);
    else if (type === 'response.created') this.expect(this.firstPieceWithinMs);
    else if (type === 'response.done') this.finish(event);
    // Who goes on talking is answered for all of it, after the next commit.
    else if (type === 'input_audio_buffer.speech_started') this.pause();
    else if (type.startsWith('response.') && type.endsWith('.delta')) {
      this.pause();
      this.expect(this.nextPieceWithinMs);
    }
  }

  /** The line is down: what is owed stays owed, and is not waited for. */
  pause(): void {
    clearTimeout(this.deadline);
    clearTimeout(this.lateness);
  }

  /** What was owed is asked for in another way, or not wanted any more. */
  forget(): void {
    this.pause();
    this.due = undefined;
  }

  private get firstPieceWithinMs(): number {
    const { answerWithinMs, hasStandIn } = this.options;
    return (hasStandIn() ? GIVEN_UP_SHARE : 1) * answerWithinMs();
  }

  private get nextPieceWithinMs(): number {
    return Math.min(NEXT_PIECE_AT_MOST_MS, NEXT_PIECE_SHARE * this.options.answerWithinMs());
  }

  private expect(withinMs: number, due: OwedAnswer = this.due ?? { instructed: false }): void {
    clearTimeout(this.deadline);
    this.due = due;
    this.deadline = setTimeout(() => this.options.failed(new VendorFault('stalled')), withinMs);
  }

  /** An answer that was cancelled is one that nobody waits for. */
  private finish(event: unknown): void {
    this.pause();
    const { response } = readServerEvent(event);
    if (response?.status === 'failed') {
      const code = response.status_details?.error?.code;
      const busy = code === 'rate_limit_exceeded' ? new VendorFault('rate_limited') : undefined;
      this.options.failed(VendorFault.ofErrorCode(code) ?? busy ?? new VendorFault('answer_failed'));
      return;
    }
    this.due = undefined;
    this.options.answered();
  }
}
