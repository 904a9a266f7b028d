import { FakePeer } from './fake-peer.js';
import type { PeerAnswer, SeenRequest } from './fake-peer.js';

export const DJANGO_TOKEN = 'super-secret-token';

/** Seed S4's Django: who is logged in, and the sessions that it was told of. */
export class FakeDjango extends FakePeer {
  /** What the cookie of a session stands for. */
  readonly people = new Map<string, Record<string, unknown>>();
  /** A sentence that it has no place for. */
  refuses: string | undefined;

  /** What was said in a session, and its end, in the order of their coming. */
  told(sessionId: string): unknown[] {
    return this.ingests()
      .filter(({ session }) => session.id === sessionId)
      .flatMap(({ session, events }) => (session.ended_at === undefined ? events : ['ended']));
  }

  ingests(): { session: Record<string, unknown>; events: unknown[] }[] {
    return this.seen.flatMap(({ route, body }) =>
      route === 'POST /api/ingest'
        ? [{ session: body.session as Record<string, unknown>, events: body.events as unknown[] }]
        : [],
    );
  }

  protected answer({ route, headers, body }: SeenRequest): PeerAnswer {
    switch (route) {
      case 'POST /api/internal/validate-session':
        return this.validate(headers.cookie ?? '');
      case 'POST /api/ingest':
        return this.refuses !== undefined && JSON.stringify(body).includes(this.refuses)
          ? [400, { detail: 'No.' }]
          : ingest(headers['x-ingest-token'], body);
      default:
        return [404, { detail: 'Not found.' }];
    }
  }

  private validate(cookie: string): PeerAnswer {
    const person = this.people.get(cookie.replace('sessionid=', ''));
    return person ? [200, { valid: true, ...person }] : [401, { valid: false }];
  }
}

function ingest(token: unknown, { session, events }: Record<string, unknown>): PeerAnswer {
  if (token !== DJANGO_TOKEN) return [401, { detail: 'Invalid token.' }];
  const hasId = typeof session === 'object' && session !== null && 'id' in session;
  if (!hasId || !Array.isArray(events)) return [400, { detail: 'session.id is required.' }];
  return [200, { created: events.length }];
}
