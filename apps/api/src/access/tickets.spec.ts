import type { Caller } from './caller.js';
import { TICKET_TTL_MS, Tickets } from './tickets.js';

const CALLER: Caller = { kind: 'key', tenantId: 'acme', scopes: ['read'], keyName: 'viewer' };

describe(Tickets.name, () => {
  it('gives a ticket that opens once, for whoever got it', () => {
    const tickets = new Tickets();
    const { ticket } = tickets.issue(CALLER);
    expect(tickets.redeem(ticket)).toBe(CALLER);
    expect(tickets.redeem(ticket)).toBeUndefined();
    expect(tickets.redeem('made up')).toBeUndefined();
  });

  it('lets it be good for a minute', () => {
    const tickets = new Tickets();
    const [first, second] = [tickets.issue(CALLER, 0), tickets.issue(CALLER, 0)];
    expect(first.expiresAt).toBe(TICKET_TTL_MS);
    expect(tickets.redeem(first.ticket, TICKET_TTL_MS - 1)).toBe(CALLER);
    expect(tickets.redeem(second.ticket, TICKET_TTL_MS)).toBeUndefined();
  });

  it('keeps a bounded number', () => {
    const tickets = new Tickets();
    const { ticket: oldest } = tickets.issue(CALLER, 0);
    for (let count = 0; count < 10_000; count++) tickets.issue(CALLER, 1);
    expect(tickets.redeem(oldest, 2)).toBeUndefined();
  });
});
