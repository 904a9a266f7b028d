import { Injectable, Logger } from '@nestjs/common';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { ServerError } from 'livekit-server-sdk';
import { LivekitUnavailable } from './livekit.errors.js';

/** For every client of the SDK, whose deadline is in seconds. No fail-over to other regions: it would multiply the deadline. */
export const CLIENT_OPTIONS = { requestTimeout: 5, failover: false } as const;

/** Two in a row, and nobody else has to find out by waiting. */
const TIMEOUTS_TO_BREAK = 2;
const REST_MS = 2_000;
const AT_REST = 'left alone after time-outs';

/**
 * Calls to the LiveKit server. What goes wrong leaves as `LivekitUnavailable` and takes nothing of the SDK's message along. A server
 * that does not answer is left alone for a moment, so that it costs only few a deadline; one that refuses costs nobody any time, and
 * is found the moment it is back.
 */
@Injectable()
export class LivekitCalls {
  private readonly logger = new Logger(LivekitCalls.name);
  private readonly breaker = circuitBreaker(handleWhen(isTimeout), {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(TIMEOUTS_TO_BREAK),
  });

  constructor() {
    this.breaker.onBreak(() => this.logger.warn('LiveKit does not answer, leaving it alone for a moment'));
    this.breaker.onReset(() => this.logger.log('LiveKit answers again'));
  }

  /** @throws LivekitUnavailable */
  async make<T>(action: string, call: () => Promise<T>): Promise<T> {
    // A second caller does not wait for the one who tries whether it is back.
    if (this.breaker.state === CircuitState.HalfOpen) throw new LivekitUnavailable(action, AT_REST);
    try {
      return await this.breaker.execute(call);
    } catch (error) {
      throw new LivekitUnavailable(action, reasonOf(error));
    }
  }

  /** The same for what may already be gone: a room, a dispatch, a participant that LiveKit does not know is no failure. */
  async remove(action: string, call: () => Promise<void>): Promise<void> {
    await this.make(action, () =>
      call().catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      }),
    );
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ServerError && error.status === 404;
}

function isTimeout(error: unknown): boolean {
  return text(error, 'name') === 'TimeoutError';
}

function reasonOf(error: unknown): string {
  if (isBrokenCircuitError(error)) return AT_REST;
  if (error instanceof ServerError) return [error.status, error.code].filter(Boolean).join(' ');
  if (isTimeout(error)) return 'timeout';
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return text(cause, 'code') ?? text(error, 'name') ?? 'unknown';
}

function text(value: unknown, key: 'name' | 'code'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' ? found : undefined;
}
