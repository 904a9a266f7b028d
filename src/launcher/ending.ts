import { Socket } from 'node:net';
import { constants } from 'node:os';
import { endAll } from './leashed.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A Ctrl-C arrives up to three times: from the terminal, through npm, through start.mjs. */
const ONE_REQUEST_MS = 700;
/** Nothing may stand between a second Ctrl-C and the prompt. */
const AT_ONCE_MS = 1000;
const LIFELINE = 'PARLEY_LIFELINE_FD';

/**
 * Why Parley ends: a signal, or the death of whoever started it. The first request aborts `signal` and everything closes
 * in order; another one later than 700 ms kills at once.
 */
export class Ending {
  exitCode = 0;
  /** Resolves at the first request. */
  readonly requested: Promise<void>;
  private readonly controller = new AbortController();
  private requestedAt = 0;
  private lifeline: Socket | undefined;

  constructor() {
    this.requested = new Promise((resolve) =>
      this.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  watch(): this {
    for (const signal of SIGNALS) process.on(signal, () => this.request(128 + constants.signals[signal]));
    const fd = process.env[LIFELINE];
    // The descriptor is ours alone: a program we start would take some file of its own for a lifeline.
    delete process.env[LIFELINE];
    if (fd) this.holdLifeline(Number(fd));
    return this;
  }

  /** Tells who started us; lost when nobody listens. */
  tell(message: object): void {
    this.lifeline?.write(`${JSON.stringify(message)}\n`);
  }

  private request(exitCode: number): void {
    const now = Date.now();
    if (!this.signal.aborted) {
      this.exitCode = exitCode;
      this.requestedAt = now;
      this.controller.abort();
    } else if (now - this.requestedAt > ONE_REQUEST_MS) {
      const exit = () => process.exit(this.exitCode);
      setTimeout(exit, AT_ONCE_MS);
      void endAll(0).then(exit);
    }
  }

  /** Read as a socket: a blocked read of a file would keep the process from ending. */
  private holdLifeline(fd: number): void {
    this.lifeline = new Socket({ fd });
    // Once we are ending, its death is no second request.
    const lost = () => this.signal.aborted || this.request(128 + constants.signals.SIGTERM);
    this.lifeline.on('error', () => {}).on('close', lost);
    this.lifeline.resume().unref();
  }
}
