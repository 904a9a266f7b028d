import { setTimeout as wait } from 'node:timers/promises';
import type { VendorFaults } from '../control/vendor-faults.js';

/** Lets through what a stream understood, in its order, or goes wrong where it is told to. */
export class TranscriptGate {
  private readonly closing = new AbortController();
  private tail: Promise<void> = Promise.resolve();
  private late = 0;
  private stalled = false;

  constructor(
    private readonly faults: VendorFaults,
    /** A failure with this status was asked for under `/control`. */
    private readonly onFailure: (status: number) => void,
  ) {}

  /** Failures are counted by finals. */
  pass(kind: 'interim' | 'final', send: () => void): void {
    const { latencyMs, brownOut } = this.faults.plan;
    if (this.closing.signal.aborted || this.stalled || brownOut) return;
    const failure = kind === 'final' ? this.faults.takeFailure('response') : undefined;
    if (failure) {
      this.onFailure(failure.status);
      return;
    }
    if (latencyMs > 0 || this.late > 0) this.later(latencyMs, send);
    else send();
    this.stalled = this.faults.takeStall('stream');
  }

  /** Resolves when all that was let through has been sent. */
  drained(): Promise<void> {
    return this.tail;
  }

  close(): void {
    this.closing.abort();
  }

  private later(ms: number, send: () => void): void {
    const { signal } = this.closing;
    this.late += 1;
    const due = wait(ms, undefined, { signal });
    this.tail = this.tail
      .then(() => due)
      .then(send, () => undefined) // closed meanwhile
      .finally(() => (this.late -= 1));
    due.catch(() => undefined); // looked at in its turn
  }
}
