import { setTimeout as wait } from 'node:timers/promises';
import type { TextSwitchesDto } from './text-switches.dto.js';

/** Lets tokens out when they are due: counted from the first, so that late timers do not add up. */
export class TokenPace {
  private readonly everyMs: number;
  private dueAtMs: number;

  constructor(
    { firstTokenMs, tokenEveryMs }: Readonly<TextSwitchesDto>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.dueAtMs = now() + firstTokenMs;
    this.everyMs = tokenEveryMs;
  }

  /** @throws the signal's reason when nobody waits for tokens any more. */
  async next(signal: AbortSignal): Promise<void> {
    const aheadMs = this.dueAtMs - this.now();
    this.dueAtMs += this.everyMs;
    if (aheadMs > 0) await wait(aheadMs, undefined, { signal });
    signal.throwIfAborted();
  }
}
