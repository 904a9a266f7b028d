import { Injectable } from '@nestjs/common';
import { AddressGuard } from './address-guard.js';
import { exchange } from './exchange.js';
import type { Exchange, OutgoingAnswer } from './exchange.js';
import { OutgoingFailed, OutgoingRefused } from './outgoing.errors.js';

const MAX_REDIRECTS = 3;
/** What one site is shown and another is not. */
const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key'];

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As it came by the API. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
  /** For everything together: names, connections, redirects, and the last byte of the answer. */
  timeLimitMs: number;
  maxAnswerBytes: number;
}

export type { OutgoingAnswer };

/** Calls URLs that came by the API, and nothing that is not everybody's to call. Those of the environment are the operator's own. */
@Injectable()
export class OutgoingClient {
  constructor(private readonly guard: AddressGuard) {}

  /**
   * Any whole answer, whatever its status. Redirects are followed where they ask for the same request again, three times at most, each
   * checked like the first URL.
   *
   * @throws OutgoingRefused when it, or a redirect, leads where it may not.
   * @throws OutgoingFailed when there is no whole answer within the limits.
   */
  async send(request: OutgoingRequest, signal: AbortSignal): Promise<OutgoingAnswer> {
    const { timeLimitMs, maxAnswerBytes, url, ...rest } = request;
    const limit = AbortSignal.timeout(timeLimitMs);
    const ended = AbortSignal.any([signal, limit]);
    let next: Exchange = { ...rest, url: this.guard.admit(url) };
    try {
      for (let redirects = 0; ; redirects += 1) {
        const answer = await exchange(next, this.guard.lookupFor(next.url), maxAnswerBytes, ended);
        const target = redirectOf(next, answer);
        if (target === undefined) return answer;
        if (redirects === MAX_REDIRECTS) {
          throw new OutgoingFailed(`It redirected more than ${MAX_REDIRECTS} times.`);
        }
        next = redirected(next, this.guard.admit(target, next.url));
      }
    } catch (error) {
      if (error instanceof OutgoingRefused || error instanceof OutgoingFailed) throw error;
      signal.throwIfAborted();
      throw new OutgoingFailed(
        limit.aborted ? `There was no whole answer within ${timeLimitMs} ms.` : reasonOf(error),
        { cause: error },
      );
    }
  }
}

/** 301, 302 and 303 turn other requests into a GET, which is not what was asked for: for those they are the answer. */
function redirectOf({ method }: Exchange, { status, headers }: OutgoingAnswer): string | undefined {
  const follows = status === 307 || status === 308 || (method === 'GET' && [301, 302, 303].includes(status));
  return follows ? headers.location : undefined;
}

function redirected(from: Exchange, url: URL): Exchange {
  if (url.origin === from.url.origin) return { ...from, url };
  const shown = Object.entries(from.headers).filter(([name]) => !CREDENTIALS.includes(name));
  return { ...from, url, headers: Object.fromEntries(shown) };
}

/** The code alone: the text of such an error names addresses. */
function reasonOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  const code = hasCode ? String(error.code) : 'no answer';
  return `It could not be reached: ${code}.`;
}
