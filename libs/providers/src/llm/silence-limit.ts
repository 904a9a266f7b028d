/** Aborts a call that stays silent. What was heard is for its user to say: a connection that stands may bring nothing of use. */
export class SilenceLimit {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  readonly signal: AbortSignal = this.controller.signal;

  get isReached(): boolean {
    return this.signal.aborted;
  }

  /** From now on. */
  expectWithin(ms: number): void {
    this.lift();
    this.timer = setTimeout(() => this.controller.abort(), ms);
  }

  /** Nothing is waited for. */
  lift(): void {
    clearTimeout(this.timer);
  }
}
