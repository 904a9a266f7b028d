import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import type { EventPayload } from '#conversation';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { pageOf, placeOf } from '../cursor.js';
import type { Page } from '../page.js';
import type { SessionKey } from '../session/session.records.js';
import { Store } from '../store.js';
import type { UsageGroup, UsageQuery, UsageRow } from './usage.records.js';
import { usageRow } from './usage.rows.js';

const DAY_MS = 86_400_000;

/** What was used up, added up. */
@Injectable()
export class UsageRepository {
  constructor(private readonly store: Store) {}

  /**
   * Newest sessions and days first, agents backwards by name. A session counts when it began, usage when it was. It may read much,
   * and holds up no talk.
   *
   * @throws BadInput when the cursor is not one of ours.
   */
  async sums(tenantId: string, query: UsageQuery): Promise<Page<UsageRow>> {
    const { by, limit, cursor } = query;
    const last = cursor === undefined ? undefined : placeOf(cursor).id;
    const rows = await this.store.reader
      .selectFrom(this.parts(tenantId, query).as('part'))
      .select(({ fn }) => [
        'part.key as key',
        fn.sum<number>('part.sessions').as('sessions'),
        fn.sum<number>('part.talked_ms').as('talkedMs'),
        fn.sum<number>('part.input_tokens').as('inputTokens'),
        fn.sum<number>('part.output_tokens').as('outputTokens'),
        fn.sum<number>('part.cached_tokens').as('cachedTokens'),
        fn.sum<number>('part.input_audio_tokens').as('inputAudioTokens'),
        fn.sum<number>('part.output_audio_tokens').as('outputAudioTokens'),
        fn.sum<number>('part.characters').as('characters'),
        fn.sum<number>('part.audio_seconds').as('audioSeconds'),
        fn.sum<number>('part.seconds').as('seconds'),
        fn.coalesce(fn.sum<number>('part.cost_micros'), sql<number>`0`).as('costMicros'),
        fn.sum<number>('part.unpriced').as('unpriced'),
      ])
      .$if(last !== undefined, (rest) => rest.where('part.key', '<', last ?? ''))
      .groupBy('part.key')
      .orderBy('part.key', 'desc')
      .limit(limit + 1)
      .execute();
    const place = ({ key }: { key: string }) => ({ at: 0, id: key });
    return pageOf(rows, limit, place, ({ key, costMicros, unpriced, ...sums }) => ({
      ...sums,
      key: by === 'day' ? dayOf(key) : key,
      // A sum that leaves something out is no sum.
      costMicros: unpriced > 0 ? null : costMicros,
    }));
  }

  /** Something that was used for a talk and that no agent reports. Of one that is gone it is counted for nobody. */
  async add(
    { tenantId, id: sessionId }: SessionKey,
    used: EventPayload<'usage.added'>,
    costMicros: number | null,
    at: number,
  ): Promise<void> {
    await this.store.write(async () => {
      const { db } = this.store;
      const session = await db
        .selectFrom('session')
        .select('agent_id')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', sessionId)
        .executeTakeFirst();
      if (!session) return;
      const place = { tenantId, id: newId(), sessionId, agentId: session.agent_id, costMicros, at };
      await db.insertInto('usage').values(usageRow(place, used)).execute();
    });
  }

  /** What a tenant's usage since a moment cost, in millionths of a US dollar: what has no known price is left out. */
  async knownCostMicros(tenantId: string, since: number): Promise<number> {
    const row = await this.store.reader
      .selectFrom('usage')
      .select(({ fn }) => fn.sum<number | null>('cost_micros').as('cost'))
      .where('tenant_id', '=', tenantId)
      .where('at', '>=', since)
      .executeTakeFirst();
    return row?.cost ?? 0;
  }

  /** A part for everything that was used and one for every session that an agent had, alike in their columns. */
  private parts(tenantId: string, { by, from, to, now }: UsageQuery) {
    const { reader: db } = this.store;
    const nothing = sql<number>`0`;
    const used = db
      .selectFrom('usage')
      .select([
        keyOf(by, { session: 'usage.session_id', agent: 'usage.agent_id', at: 'usage.at' }).as('key'),
        nothing.as('sessions'),
        nothing.as('talked_ms'),
        'input_tokens',
        'output_tokens',
        'cached_tokens',
        'input_audio_tokens',
        'output_audio_tokens',
        'characters',
        'audio_seconds',
        'seconds',
        'cost_micros',
        sql<number>`case when cost_micros is null then 1 else 0 end`.as('unpriced'),
      ])
      .where('tenant_id', '=', tenantId)
      .where('at', '>=', from)
      .where('at', '<', to);
    const talked = db
      .selectFrom('session')
      .select([
        keyOf(by, { session: 'session.id', agent: 'session.agent_id', at: 'session.created_at' }).as('key'),
        sql<number>`1`.as('sessions'),
        sql<number>`coalesce(ended_at, ${sql.lit(now)}) - started_at`.as('talked_ms'),
        nothing.as('input_tokens'),
        nothing.as('output_tokens'),
        nothing.as('cached_tokens'),
        nothing.as('input_audio_tokens'),
        nothing.as('output_audio_tokens'),
        nothing.as('characters'),
        nothing.as('audio_seconds'),
        nothing.as('seconds'),
        sql<number | null>`0`.as('cost_micros'),
        nothing.as('unpriced'),
      ])
      .where('tenant_id', '=', tenantId)
      .where('created_at', '>=', from)
      .where('created_at', '<', to)
      .where('started_at', 'is not', null);
    return used.unionAll(talked);
  }
}

function keyOf(by: UsageGroup, columns: { session: string; agent: string; at: string }): RawBuilder<string> {
  switch (by) {
    case 'session':
      return sql`${sql.ref(columns.session)}`;
    case 'agent':
      return sql`${sql.ref(columns.agent)}`;
    case 'day':
      // Days since 1970 have five digits until 2243: as texts they are in their order.
      return sql`cast(${sql.ref(columns.at)} / ${sql.lit(DAY_MS)} as text)`;
  }
}

function dayOf(key: string): string {
  return new Date(Number(key) * DAY_MS).toISOString().slice(0, 10);
}
