import { Logger } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { VendorFault } from './vendor-fault.js';

const FAILURES_TO_BREAK = 5;
/** Shorter than a person is kept waiting, so that who waits gets the line when it is back. */
const LEFT_ALONE_MS = 3_000;

export type BreakerState = 'closed' | 'half_open' | 'open';

/**
 * Keeps a whole process from hammering at a vendor that is down. After some failures in a row nobody asks it for a moment; then
 * one does, while the others wait for what comes of it.
 */
export class VendorBreaker {
  private readonly logger = new Logger(VendorBreaker.name);
  private readonly policy;

  constructor(
    readonly vendor: string,
    leftAloneMs: number = LEFT_ALONE_MS,
  ) {
    // A vendor that refuses a key is there, and answers the next one.
    this.policy = circuitBreaker(
      handleWhen((error) => error instanceof VendorFault && !error.isFinal),
      { halfOpenAfter: leftAloneMs, breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK) },
    );
    this.policy.onBreak(() => this.logger.warn('vendor keeps failing, left alone for a moment', { vendor }));
    this.policy.onHalfOpen(() => this.logger.log('vendor is tried again', { vendor }));
    this.policy.onReset(() => this.logger.log('vendor answers again', { vendor }));
  }

  get state(): BreakerState {
    if (this.policy.state === CircuitState.Closed) return 'closed';
    return this.policy.state === CircuitState.HalfOpen ? 'half_open' : 'open';
  }

  /** @throws VendorFault of the call, or `left_alone` without calling. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.policy.execute(call);
    } catch (error) {
      throw isBrokenCircuitError(error) ? new VendorFault('left_alone') : error;
    }
  }
}
