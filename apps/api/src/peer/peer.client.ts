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
import { PeerUnavailable } from './peer-unavailable.js';

export interface PeerRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs: number;
}

export interface PeerReply {
  /** Below 500, and not 429. */
  status: number;
  body: unknown;
}

const FAILURES_TO_BREAK = 3;
const LEFT_ALONE_MS = 5_000;
const MAX_REPLY_BYTES = 2_000_000;

/**
 * Requests to a backend that works beside this one, each with its time limit. One breaker for all of them: who is down costs a few
 * requests their limit, and the others nothing.
 */
export class PeerClient {
  private readonly logger = new Logger(PeerClient.name);
  private readonly breaker;

  constructor(
    private readonly peer: string,
    private readonly baseUrl: string,
    private readonly headers: Record<string, string> = {},
    private readonly leftAloneMs: number = LEFT_ALONE_MS,
  ) {
    this.breaker = circuitBreaker(
      handleWhen((error) => error instanceof PeerUnavailable && error.isOutage),
      { halfOpenAfter: leftAloneMs, breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK) },
    );
    this.breaker.onBreak(() => this.logger.warn('peer keeps failing, left alone for a moment', { peer }));
    this.breaker.onReset(() => this.logger.log('peer answers again', { peer }));
  }

  /** @throws PeerUnavailable, or the reason of the signal. */
  async send(request: PeerRequest, signal: AbortSignal): Promise<PeerReply> {
    signal.throwIfAborted();
    // A second caller does not wait for the probe of somebody who may be down.
    if (this.breaker.state === CircuitState.HalfOpen) throw this.leftAlone();
    try {
      return await this.breaker.execute(() => this.once(request, signal));
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.leftAlone() : error;
    }
  }

  private async once(request: PeerRequest, caller: AbortSignal): Promise<PeerReply> {
    const { method, path, query, body, headers, timeoutMs } = request;
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const { status, data, ...reply } = await axios.request<unknown>({
        adapter: 'http',
        baseURL: this.baseUrl,
        url: path,
        method,
        params: query,
        data: body,
        headers: { Accept: 'application/json', ...this.headers, ...headers },
        signal: AbortSignal.any([caller, limit]),
        // A redirect would carry the token to a host that nobody configured.
        maxRedirects: 0,
        maxContentLength: MAX_REPLY_BYTES,
        validateStatus: () => true,
      });
      if (status < 500 && status !== 429) return { status, body: data };
      const afterMs = retryAfterMs(reply.headers['retry-after']);
      throw new PeerUnavailable(`${this.peer} answered ${status}`, status !== 429, afterMs);
    } catch (error) {
      if (error instanceof PeerUnavailable) throw error;
      if (caller.aborted) throw caller.reason;
      if (limit.aborted) throw new PeerUnavailable(`${this.peer} gave no answer within ${timeoutMs} ms`);
      const code = isAxiosError(error) ? error.code : undefined;
      throw new PeerUnavailable(`${this.peer} cannot be reached (${code ?? 'network error'})`);
    }
  }

  private leftAlone(): PeerUnavailable {
    return new PeerUnavailable(
      `${this.peer} failed several times and is left alone for a moment`,
      false,
      this.leftAloneMs,
    );
  }
}
