import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from './caller.js';

export const TICKET_TTL_MS = 60_000;
/** A ticket is used at once, so there are few; should somebody hoard them, the oldest give way. */
const MAX_TICKETS = 10_000;

interface Ticket {
  caller: Caller;
  expiresAt: number;
}

/**
 * What a browser puts into a socket's address, where it can send no headers. Addresses are written into logs, so a ticket opens one
 * socket, within a minute, at the process that gave it out.
 */
@Injectable()
export class Tickets {
  /** By the hash of the ticket, oldest first. */
  private readonly issued = new Map<string, Ticket>();

  issue(caller: Caller, now: number = Date.now()): { ticket: string; expiresAt: number } {
    this.makeRoom(now);
    const ticket = randomBytes(32).toString('base64url');
    const expiresAt = now + TICKET_TTL_MS;
    this.issued.set(hash(ticket), { caller, expiresAt });
    return { ticket, expiresAt };
  }

  /** Who got the ticket; nobody when it is used up, too old or made up. */
  redeem(ticket: string, now: number = Date.now()): Caller | undefined {
    const key = hash(ticket);
    const known = this.issued.get(key);
    this.issued.delete(key);
    return known && known.expiresAt > now ? known.caller : undefined;
  }

  private makeRoom(now: number): void {
    for (const [key, { expiresAt }] of this.issued) {
      if (expiresAt > now && this.issued.size < MAX_TICKETS) return;
      this.issued.delete(key);
    }
  }
}

function hash(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}
