import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { ENDED } from '../session/session.rows.js';
import { Store } from '../store.js';
import type { Traces } from './erasure.records.js';
import { mentions } from './mentions.js';

/** Read at once from what has no index for it, on the reading connection. */
const PAGE = 500;
/** Rows of one write. */
const SLICE = 50;
/** In the place of who did it. */
const NOBODY = 'erased';

/**
 * Erases what is kept of a person and belongs to no conversation: answers that are kept for repeats, what LiveKit told, what we know
 * of them as a contact, and in the audit who they were and from where they came.
 */
@Injectable()
export class TraceRepository {
  constructor(private readonly store: Store) {}

  async erase(tenantId: string, traces: Traces): Promise<void> {
    const values = new Set([
      ...traces.names,
      ...traces.sessions,
      ...traces.conversations,
      ...traces.contacts,
    ]);
    await this.eraseAnswers(tenantId, values);
    await this.eraseLivekitEvents(tenantId, new Set(traces.rooms), values);
    await this.stripAudit(tenantId, traces);
  }

  async eraseContacts(tenantId: string, contacts: readonly string[]): Promise<void> {
    if (!contacts.length) return;
    await this.store.write(() =>
      sql`delete from contact where tenant_id = ${tenantId} and id in (${sql.join(contacts)})`.execute(
        this.store.db,
      ),
    );
  }

  private async eraseAnswers(tenantId: string, values: ReadonlySet<string>): Promise<void> {
    let after = { route: '', key: '' };
    for (;;) {
      const rows = await this.store.reader
        .selectFrom('idempotency')
        .select(['route', 'key', 'body'])
        .where('tenant_id', '=', tenantId)
        .where((eb) => eb(eb.refTuple('route', 'key'), '>', eb.tuple(after.route, after.key)))
        .orderBy('route')
        .orderBy('key')
        .limit(PAGE)
        .execute();
      const theirs = rows.filter(({ route, body }) => mentions(`${body ?? ''} ${quoted(route)}`, values));
      for (const { route, key } of theirs) {
        await this.store.write(() =>
          this.store.db
            .deleteFrom('idempotency')
            .where('tenant_id', '=', tenantId)
            .where('route', '=', route)
            .where('key', '=', key)
            .execute(),
        );
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last;
    }
  }

  /** What nobody has worked on yet stays where somebody talks in the room. */
  private async eraseLivekitEvents(
    tenantId: string,
    rooms: ReadonlySet<string>,
    values: ReadonlySet<string>,
  ): Promise<void> {
    for (let after = ''; ;) {
      const rows = await this.store.reader
        .selectFrom('livekit_event')
        .select(['id', 'tenant_id', 'room', 'payload'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      const theirs = rows.filter(
        ({ room, tenant_id, payload }) =>
          (room !== null && rooms.has(room)) || (tenant_id === tenantId && mentions(textOf(payload), values)),
      );
      for (let start = 0; start < theirs.length; start += SLICE) {
        const ids = theirs.slice(start, start + SLICE).map(({ id }) => id);
        await this.store.write(() => this.deleteLivekitEvents(ids));
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.id;
    }
  }

  private async deleteLivekitEvents(ids: string[]): Promise<void> {
    await this.store.db
      .deleteFrom('livekit_event')
      .where('id', 'in', ids)
      .where((eb) =>
        eb.or([
          eb('processed_at', 'is not', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('session')
                .select('session.id')
                .whereRef('session.room', '=', 'livekit_event.room')
                .where('session.state', '<>', ENDED),
            ),
          ),
        ]),
      )
      .execute();
  }

  /** That something was done stays, and when. */
  private async stripAudit(
    tenantId: string,
    { sessions, conversations, contacts, names }: Traces,
  ): Promise<void> {
    const subjects = { session: sessions, conversation: conversations, contact: contacts };
    for (const [type, ids] of Object.entries(subjects)) {
      for (let start = 0; start < ids.length; start += SLICE) {
        await this.store.write(() =>
          this.store.db
            .updateTable('audit')
            .set({ detail: '{}', address: null })
            .where('tenant_id', '=', tenantId)
            .where('subject_type', '=', type)
            .where('subject_id', 'in', ids.slice(start, start + SLICE))
            .execute(),
        );
      }
    }
    if (names.length) await this.stripActor(tenantId, names);
  }

  private async stripActor(tenantId: string, names: readonly string[]): Promise<void> {
    for (;;) {
      const rows = await this.store.reader
        .selectFrom('audit')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('actor', 'in', names)
        .limit(SLICE)
        .execute();
      if (!rows.length) return;
      await this.store.write(() =>
        this.store.db
          .updateTable('audit')
          .set({ actor: NOBODY, address: null })
          .where('tenant_id', '=', tenantId)
          .where(
            'id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute(),
      );
    }
  }
}

/** The ids in a path, as values. */
function quoted(route: string): string {
  return route
    .split(/[ /]/)
    .map((part) => JSON.stringify(decoded(part)))
    .join(' ');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Both databases hand JSON out as text. */
function textOf(column: unknown): string {
  return typeof column === 'string' ? column : JSON.stringify(column);
}
