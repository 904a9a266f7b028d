import { AsyncResource } from 'node:async_hooks';

/** Work that comes round again, by the clock or when it is woken, and never twice at once. */
export class Rounds {
  /** What is found in a round has nothing to do with the request in which somebody woke it. */
  private readonly round: () => Promise<void>;
  private timer?: NodeJS.Timeout;
  private underWay?: Promise<void>;

  /** @param round Never rejects. */
  constructor(round: () => Promise<void>) {
    this.round = AsyncResource.bind(round);
  }

  start(everyMs: number): void {
    this.timer = setInterval(() => this.wake(), everyMs);
  }

  /** Nothing more when a round is under way. */
  wake(): void {
    this.underWay ??= this.round().finally(() => (this.underWay = undefined));
  }

  /** Ends the clock and waits for the round under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }
}
