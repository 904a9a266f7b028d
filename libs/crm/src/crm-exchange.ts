import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import axios, { isAxiosError } from 'axios';
import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { retryAfterMs } from '#problem';
import { CrmUnavailable, CrmUnknownOutcome } from './crm.errors.js';
import { CrmFault } from './crm-fault.js';
import { pauseBeforeRepeatMs } from './repeat-pause.js';

export interface CrmRequest {
  method: 'GET' | 'POST';
  path: string;
  /** Names the request in logs and errors, where neither ids nor customers' data may appear. */
  what: string;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether doing it twice does no harm. */
  repeatable: boolean;
}

export interface CrmReply {
  /** 2xx to 4xx, but for 429. */
  status: number;
  body: unknown;
}

export interface CrmTiming {
  /** Time limit of one request. */
  timeoutMs: number;
  pauseBeforeRepeatMs: typeof pauseBeforeRepeatMs;
  /** How long a CRM that failed several times in a row is left alone. */
  breakMs: number;
}

const MAX_REPEATS = 2;
const FAILURES_TO_BREAK = 5;
const MAX_REPLY_BYTES = 2_000_000;

/**
 * Requests to the CRM with time limit, repeats and breaker. The repeats are our own and not cockatiel's: its pause does not
 * listen to the caller. A request that ran into its time limit is not repeated, since a person is waiting on the line.
 */
export class CrmExchange {
  private readonly logger = new Logger(CrmExchange.name);
  private readonly timing: CrmTiming;
  private readonly closing = new AbortController();
  private readonly kept = {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  };
  /** A kept connection may be closed by the CRM just as a request goes out, which would leave the outcome of a creation open. */
  private readonly fresh = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };
  private readonly breaker;

  constructor(
    private readonly baseUrl: string,
    timing: Partial<CrmTiming> = {},
  ) {
    this.timing = { timeoutMs: 10_000, pauseBeforeRepeatMs, breakMs: 10_000, ...timing };
    this.breaker = circuitBreaker(
      handleWhen((error) => error instanceof CrmFault && error.isOutage),
      { halfOpenAfter: this.timing.breakMs, breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK) },
    );
    this.breaker.onBreak(() => this.logger.warn('crm keeps failing, leaving it alone for a moment'));
    this.breaker.onReset(() => this.logger.log('crm answers again'));
  }

  async send(request: CrmRequest, signal: AbortSignal): Promise<CrmReply> {
    for (let repeats = 0; ; repeats++) {
      const fault = await this.attempt(request, signal);
      if (!(fault instanceof CrmFault)) return fault;
      const { what } = request;
      this.logger.warn('crm request failed', { what, reason: fault.message, repeats });
      const pauseMs = this.timing.pauseBeforeRepeatMs(repeats, fault.retryAfterMs);
      if (repeats === MAX_REPEATS || pauseMs === undefined || !fault.canRepeat(request.repeatable)) {
        throw asFact(fault, request);
      }
      // A pause that is cut short by the caller ends in the next attempt, which asks the same signal.
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  close(): void {
    this.closing.abort();
    for (const agent of [...Object.values(this.kept), ...Object.values(this.fresh)]) agent.destroy();
  }

  private async attempt(request: CrmRequest, signal: AbortSignal): Promise<CrmReply | CrmFault> {
    signal.throwIfAborted();
    // A second caller does not wait for the probe of a CRM that may be down.
    if (this.breaker.state === CircuitState.HalfOpen) throw leftAlone(this.timing.breakMs);
    try {
      return await this.breaker.execute(() => this.once(request, signal));
    } catch (error) {
      if (isBrokenCircuitError(error)) throw leftAlone(this.timing.breakMs);
      if (error instanceof CrmFault) return error;
      throw error;
    }
  }

  /** @throws CrmFault */
  private async once(request: CrmRequest, caller: AbortSignal): Promise<CrmReply> {
    const { method, path, query, body, headers, repeatable, what } = request;
    const limit = AbortSignal.timeout(this.timing.timeoutMs);
    try {
      const { status, data, ...reply } = await axios.request<unknown>({
        adapter: 'http',
        baseURL: this.baseUrl,
        url: path,
        method,
        params: query,
        data: body,
        headers: { Accept: 'application/json', ...headers },
        signal: AbortSignal.any([caller, limit, this.closing.signal]),
        // A redirect would carry the token to a host that nobody configured.
        maxRedirects: 0,
        maxContentLength: MAX_REPLY_BYTES,
        validateStatus: () => true,
        ...(repeatable ? this.kept : this.fresh),
      });
      if (status < 500 && status !== 429) return { status, body: data };
      throw CrmFault.ofStatus(status, retryAfterMs(reply.headers['retry-after']));
    } catch (error) {
      if (error instanceof CrmFault) throw error;
      if (limit.aborted) throw CrmFault.tooSlow(this.timing.timeoutMs);
      if (caller.aborted && repeatable) throw caller.reason;
      if (caller.aborted) throw new CrmUnknownOutcome(`${what}: the caller gave up before an answer came`);
      if (this.closing.signal.aborted) throw CrmFault.shuttingDown();
      throw CrmFault.ofNetwork(isAxiosError(error) ? error.code : undefined);
    }
  }
}

function asFact(fault: CrmFault, { repeatable, what }: CrmRequest): Error {
  const message = `${what}: ${fault.message}`;
  if (fault.mayHaveHappened && !repeatable) return new CrmUnknownOutcome(message);
  return new CrmUnavailable(message, fault.retryAfterMs && Math.ceil(fault.retryAfterMs / 1_000));
}

function leftAlone(breakMs: number): CrmUnavailable {
  return new CrmUnavailable(
    'it failed several times and is left alone for a moment',
    Math.ceil(breakMs / 1_000),
  );
}
