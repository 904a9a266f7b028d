import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { lockContacts } from '../contact/contact-lookup.js';
import type { SessionKey } from '../session/session.records.js';
import { ENDED } from '../session/session.rows.js';
import { ConversationLive, ConversationNotFound } from '../store.errors.js';
import { Store } from '../store.js';
import { NOTHING, sum } from './erasure.records.js';
import type { Erased, Person } from './erasure.records.js';
import { PersonRepository } from './person.repository.js';
import { Slices } from './slices.js';
import { TraceRepository } from './trace.repository.js';

/** What holds a person's words or data, by session. `usage` and `audit` stay: they count and witness, and name nobody. */
const OF_SESSION = ['outbox', 'recording', 'tool_call'] as const;
/** The same, where it belongs to a conversation and to no session. */
const OF_CONVERSATION = ['outbox', 'call'] as const;

export interface EndedSession extends SessionKey {
  endedAt: number;
}

interface Owner {
  tenantId: string;
  column: 'session_id' | 'conversation_id';
  id: string;
}

/**
 * Erases for good, in short steps. A crash in its middle leaves less than there was, and the conversation last: asked again, it goes
 * on where it stopped. What an agent still sends of an erased session is refused.
 */
@Injectable()
export class ErasureRepository {
  constructor(
    private readonly store: Store,
    private readonly people: PersonRepository,
    private readonly traces: TraceRepository,
  ) {}

  /** @throws ConversationNotFound @throws ConversationLive while somebody talks in it */
  async conversation(tenantId: string, conversationId: string): Promise<Erased> {
    await this.refuseLive(tenantId, conversationId);
    let erased = { ...NOTHING, conversations: 1 };
    for (const id of await this.sessionsOf(tenantId, conversationId)) {
      erased = sum(erased, await this.empty({ tenantId, id }));
    }
    const slices = new Slices();
    const owner = { tenantId, column: 'conversation_id', id: conversationId } as const;
    for (const table of OF_CONVERSATION) await this.cut(slices, table, owner);
    await this.store.write(async () => {
      const { db } = this.store;
      const gone = await db
        .deleteFrom('session')
        .where('tenant_id', '=', tenantId)
        .where('conversation_id', '=', conversationId)
        .returning('id')
        .execute();
      for (const { id } of gone) await this.eraseLate({ tenantId, id });
      await db
        .deleteFrom('conversation')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', conversationId)
        .execute();
    });
    return erased;
  }

  /** @throws ConversationNotFound @throws ConversationLive while somebody talks in it */
  async refuseLive(tenantId: string, conversationId: string): Promise<void> {
    const { db } = this.store;
    const conversation = await db
      .selectFrom('conversation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', conversationId)
      .executeTakeFirst();
    if (!conversation) throw new ConversationNotFound(conversationId);
    const live = await db
      .selectFrom('session')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .where('state', '<>', ENDED)
      .executeTakeFirst();
    if (live) throw new ConversationLive(conversationId, live.id);
  }

  /** One that has ended, and its conversation when that has no other. */
  async session({ tenantId, id }: SessionKey): Promise<Erased> {
    const erased = await this.empty({ tenantId, id });
    const conversations = await this.store.write(async () => {
      const { db } = this.store;
      const gone = await db
        .deleteFrom('session')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('state', '=', ENDED)
        .returning('conversation_id')
        .executeTakeFirst();
      if (!gone) return 0;
      await this.eraseLate({ tenantId, id });
      const { numDeletedRows } = await db
        .deleteFrom('conversation')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', gone.conversation_id)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('session')
                .select('session.id')
                .where('session.tenant_id', '=', tenantId)
                .where('session.conversation_id', '=', gone.conversation_id),
            ),
          ),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    });
    return { ...erased, conversations };
  }

  /** All that was said with somebody, and what we know of them. @throws ConversationLive while they talk */
  async person(tenantId: string, person: Person): Promise<Erased> {
    const contacts = new Set<string>();
    let erased = NOTHING;
    do {
      const traces = await this.people.traces(tenantId, person);
      for (const id of traces.conversations) await this.refuseLive(tenantId, id);
      await this.traces.erase(tenantId, traces);
      for (const id of traces.conversations) erased = sum(erased, await this.conversation(tenantId, id));
      for (const id of traces.contacts) contacts.add(id);
    } while (!(await this.contacts(tenantId, person, [...contacts])));
    return erased;
  }

  /** Sessions that ended before a time, of all tenants, oldest first. */
  async endedBefore(before: number, limit: number, after?: EndedSession): Promise<EndedSession[]> {
    let query = this.store.db
      .selectFrom('session')
      .select(['tenant_id', 'id', 'ended_at'])
      .where('state', '=', ENDED)
      .where('ended_at', '<', before);
    if (after) {
      const { endedAt, id } = after;
      query = query.where((eb) => eb(eb.refTuple('ended_at', 'id'), '>', eb.tuple(endedAt, id)));
    }
    const rows = await query.orderBy('ended_at').orderBy('id').limit(limit).execute();
    return rows.map((row) => ({ tenantId: row.tenant_id, id: row.id, endedAt: row.ended_at ?? 0 }));
  }

  /** Where the sound of sessions lies. */
  async recordings(tenantId: string, sessions: readonly string[]): Promise<string[]> {
    if (!sessions.length) return [];
    const { rows } = await sql<{ location: string }>`
      select location from recording
      where tenant_id = ${tenantId} and session_id in (${sql.join(sessions)})`.execute(this.store.db);
    return rows.map(({ location }) => location);
  }

  async sessionsOf(tenantId: string, conversationId: string): Promise<string[]> {
    const sessions = await this.store.db
      .selectFrom('session')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .execute();
    return sessions.map(({ id }) => id);
  }

  /** What we know of somebody. False when they talked again meanwhile: that is still to be erased. */
  private contacts(tenantId: string, person: Person, contacts: readonly string[]): Promise<boolean> {
    return this.store.write(async () => {
      await lockContacts(this.store, tenantId);
      if ((await this.people.conversations(tenantId, person)).length > 0) return false;
      await this.traces.eraseContacts(tenantId, contacts);
      return true;
    });
  }

  /** Of everything but its own row. */
  private async empty({ tenantId, id }: SessionKey): Promise<Erased> {
    const slices = new Slices();
    const owner = { tenantId, column: 'session_id', id } as const;
    for (const table of OF_SESSION) await this.cut(slices, table, owner);
    const messages = await this.cut(slices, 'message', owner);
    const events = await this.cut(slices, 'event', owner);
    return { ...NOTHING, sessions: 1, messages, events };
  }

  /** What an agent told meanwhile: the rest of it goes with the row of the session. */
  private async eraseLate({ tenantId, id }: SessionKey): Promise<void> {
    await this.store.db
      .deleteFrom('outbox')
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', id)
      .execute();
  }

  /** Rows of one session or conversation, slice by slice. */
  private cut(
    slices: Slices,
    table: (typeof OF_SESSION)[number] | (typeof OF_CONVERSATION)[number] | 'message' | 'event',
    { tenantId, column, id }: Owner,
  ): Promise<number> {
    const row = this.rowOf(table);
    return slices.run(async (limit) => {
      const { numAffectedRows } = await this.store.write(() =>
        sql`delete from ${sql.table(table)} where ${row} in (
          select ${row} from ${sql.table(table)}
          where tenant_id = ${tenantId} and ${sql.ref(column)} = ${id} limit ${limit})`.execute(
          this.store.db,
        ),
      );
      return Number(numAffectedRows ?? 0n);
    });
  }

  /** How each database names a row by itself, whatever the table's key is. */
  private rowOf(table: string): RawBuilder<unknown> {
    if (this.store.kind === 'postgres') return sql`ctid`;
    return table === 'message' ? sql`row_number` : sql`rowid`;
  }
}
