import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { failureOf, problemBody } from '#problem';
import { RateLimiter } from '../limits/rate-limiter.js';
import { ServerConfig } from '../server.config.js';
import { OriginRefused, ScopeMissing, TicketRefused } from './access.errors.js';
import { AccessPolicy } from './access.policy.js';
import { mayAny } from './caller.js';
import type { Caller, Scope } from './caller.js';
import { credentialOf } from './credential.js';
import { Tickets } from './tickets.js';

/** Stands before every socket, at its upgrade: a caller shows a key or a token in a header, or a ticket in the query. */
@Injectable()
export class UpgradeGuard {
  private readonly logger = new Logger(UpgradeGuard.name);

  constructor(
    private readonly policy: AccessPolicy,
    private readonly tickets: Tickets,
    private readonly limiter: RateLimiter,
    private readonly server: ServerConfig,
  ) {}

  /** Who opens the socket; undefined when they may not, and have been told so. */
  async admit(
    request: IncomingMessage,
    socket: Duplex,
    ...wanted: [Scope, ...Scope[]]
  ): Promise<Caller | undefined> {
    // Whoever hangs up meanwhile makes an error of it, and one that nobody hears ends the process.
    const hangUp = () => socket.destroy();
    socket.on('error', hangUp);
    try {
      const caller = await this.check(request, wanted);
      socket.off('error', hangUp);
      return caller;
    } catch (error) {
      this.refuse(request, socket, error);
      return undefined;
    }
  }

  private async check(request: IncomingMessage, wanted: readonly Scope[]): Promise<Caller> {
    const { corsOrigins } = this.server;
    const { origin } = request.headers;
    // No browser asks before it opens a socket, as it does before a request: the origin is ours to look at.
    if (origin !== undefined && !corsOrigins.includes('*') && !corsOrigins.includes(origin)) {
      throw new OriginRefused();
    }
    const address = addressOf(request, this.server.trustProxy);
    const caller = await this.identify(request, address);
    await this.limiter.admit(caller, () => address);
    if (!mayAny(caller, wanted)) throw new ScopeMissing(wanted);
    return caller;
  }

  private async identify(request: IncomingMessage, address: string | undefined): Promise<Caller> {
    try {
      const ticket = ticketOf(request);
      if (ticket === undefined) return await this.policy.identify(credentialOf(request.headers));
      const caller = this.tickets.redeem(ticket);
      if (!caller) throw new TicketRefused();
      return caller;
    } catch (error) {
      await this.limiter.admitStranger(address); // whoever tries keys is slowed down
      throw error;
    }
  }

  /** The answer to an upgrade is written by hand: it never reaches Express. */
  refuse(request: IncomingMessage, socket: Duplex, error: unknown): void {
    const failure = failureOf(error);
    if (failure.isBug) this.logger.error('unexpected failure', { err: error });
    const body = JSON.stringify(problemBody(failure, pathOf(request), undefined));
    socket.end(
      [
        `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status] ?? 'Error'}`,
        'Connection: close',
        'Content-Type: application/problem+json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        ...(failure.retryAfterSeconds === undefined ? [] : [`Retry-After: ${failure.retryAfterSeconds}`]),
        '',
        body,
      ].join('\r\n'),
    );
  }
}

function ticketOf({ url = '' }: IncomingMessage): string | undefined {
  return new URLSearchParams(url.split('?', 2)[1] ?? '').get('ticket') ?? undefined;
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** As Express finds it for a request: past so many proxies of ours. */
function addressOf({ socket, headers }: IncomingMessage, proxies: number): string | undefined {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  return [socket.remoteAddress, ...forwarded.reverse()].slice(0, proxies + 1).at(-1);
}
