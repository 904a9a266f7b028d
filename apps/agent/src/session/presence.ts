interface IdleLimits {
  idleMs: number;
  /** When somebody last spoke, either side. */
  lastActivityAt: () => number;
  over: (reason: 'user_left' | 'idle') => void;
}

const CHECK_EVERY_MS = 1_000;

/** Who is in the room, and when the talk has been left alone for too long: nobody there, or nobody speaking. */
export class Presence {
  private readonly people = new Set<string>();
  private leftAt = Date.now();
  private everybodyLeft = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly limits: IdleLimits) {}

  watch(): void {
    this.timer = setInterval(() => this.check(Date.now()), CHECK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** False when they were here already. */
  joined(identity: string): boolean {
    if (this.people.has(identity)) return false;
    this.people.add(identity);
    return true;
  }

  left(identity: string, now: number): boolean {
    if (!this.people.delete(identity)) return false;
    if (this.people.size === 0) {
      this.everybodyLeft = true;
      this.leftAt = now;
    }
    return true;
  }

  check(now: number): void {
    const { idleMs, lastActivityAt, over } = this.limits;
    if (this.people.size === 0) {
      if (now - this.leftAt >= idleMs) over(this.everybodyLeft ? 'user_left' : 'idle');
      return;
    }
    if (now - lastActivityAt() >= idleMs) over('idle');
  }
}
