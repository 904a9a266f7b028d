import { Injectable } from '@nestjs/common';
import type { AgentDefinition, EndReason, SessionState } from '#conversation';
import { ConversationRepository } from '../conversation/conversation.repository.js';
import { pageOf, placeOf } from '../cursor.js';
import { fromJson, toJson } from '../database/json.js';
import type { Page, PageRequest } from '../page.js';
import { ConversationLive, RoomTaken } from '../store.errors.js';
import { Store } from '../store.js';
import { CAUSE_COLUMNS, sessionEnded } from '../workflow/session-causes.js';
import { Triggers } from '../workflow/triggers.js';
import type {
  NewSession,
  SessionDispatch,
  SessionKey,
  SessionRecord,
  SessionSummary,
  SessionUsage,
} from './session.records.js';
import {
  definitionColumns,
  Dispatches,
  ENDED,
  SUMMARY_COLUMNS,
  toRecord,
  toRow,
  toSummary,
} from './session.rows.js';

/** The ledger of sessions: `created → waiting → active → ending → ended`, never backwards. */
@Injectable()
export class SessionRepository {
  constructor(
    private readonly store: Store,
    private readonly conversations: ConversationRepository,
    private readonly triggers: Triggers,
  ) {}

  /**
   * Opens a session, and its conversation when that is new. A room with a live session of the same tenant answers with that
   * session, `existing: true`, and nothing is written; its state says whether it is ending.
   *
   * @throws RoomTaken when the live session of the room is another tenant's.
   * @throws ConversationLive when the conversation goes on in another room.
   */
  create(session: NewSession): Promise<{ session: SessionRecord; existing: boolean }> {
    return this.store.write(async () => {
      const live = await this.findLiveByRoom(session.room);
      if (live && live.tenantId !== session.tenantId) throw new RoomTaken(session.room);
      if (live) return { session: live, existing: true };
      await this.refuseSecondTalk(session);
      await this.conversations.ensure({
        tenantId: session.tenantId,
        id: session.conversationId,
        channel: session.door,
        userId: session.userId ?? null,
        metadata: {},
        now: session.now,
      });
      const row = await this.store.db
        .insertInto('session')
        .values(toRow(session))
        .returningAll()
        .executeTakeFirstOrThrow();
      return { session: toRecord(row), existing: false };
    });
  }

  async find(tenantId: string, id: string): Promise<SessionRecord | undefined> {
    const row = await this.store.db
      .selectFrom('session')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toRecord(row);
  }

  /** For agents, which know a session by its id alone; never for callers of the API. */
  async findAnyTenant(id: string): Promise<SessionRecord | undefined> {
    const row = await this.store.db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toRecord(row);
  }

  /** The tenant's session in this room that is not ended yet. */
  async findLiveInRoom(tenantId: string, room: string): Promise<SessionRecord | undefined> {
    const row = await this.store.db
      .selectFrom('session')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('room', '=', room)
      .where('state', '<>', ENDED)
      .executeTakeFirst();
    return row && toRecord(row);
  }

  /** Whoever's it is, for rooms are shared by all tenants; never for callers of the API. */
  async findLiveByRoom(room: string): Promise<SessionRecord | undefined> {
    const row = await this.store.db
      .selectFrom('session')
      .selectAll()
      .where('room', '=', room)
      .where('state', '<>', ENDED)
      .executeTakeFirst();
    return row && toRecord(row);
  }

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  async list(tenantId: string, { limit, cursor }: PageRequest): Promise<Page<SessionSummary>> {
    let query = this.store.db.selectFrom('session').select(SUMMARY_COLUMNS).where('tenant_id', '=', tenantId);
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, (row) => ({ at: row.created_at, id: row.id }), toSummary);
  }

  /** `created` → `waiting`: the room is made and an agent was sent for. False when the session was further already. */
  markWaiting(session: SessionKey): Promise<boolean> {
    return this.advance(session, ['created'], { state: 'waiting' });
  }

  /** `active` → `waiting`: its agent is gone and another one is sent for, until then. False when it is not active. */
  awaitAgent(session: SessionKey, startBy: number): Promise<boolean> {
    return this.advance(session, ['active'], { state: 'waiting', start_by: startBy });
  }

  /** → `active` for doors without a claim; a claim does it by itself. False when the session was further already. */
  markActive(session: SessionKey, at: number): Promise<boolean> {
    return this.advance(session, ['created', 'waiting'], { state: 'active', started_at: at });
  }

  /** → `ending`: its agent is told with the next renewal and ends it in good order. False when it was ending or over already. */
  markEnding(session: SessionKey, reason: EndReason, at: number): Promise<boolean> {
    return this.advance(session, ['created', 'waiting', 'active'], {
      state: 'ending',
      end_reason: reason,
      ending_at: at,
    });
  }

  /**
   * → `ended`, and its claim is fenced at that time: what an agent does later is refused, so `markEnding` comes first where one
   * is still to finish its sentence. A reason given by `markEnding` wins over this one. True once only: who gets it cleans up.
   */
  end(
    { tenantId, id }: SessionKey,
    reason: EndReason,
    at: number,
    detail: string | null = null,
  ): Promise<boolean> {
    return this.store.write(async () => {
      const row = await this.store.db
        .updateTable('session')
        .set((eb) => ({
          state: 'ended',
          end_reason: eb.fn.coalesce('end_reason', eb.val(reason)),
          end_detail: detail,
          ending_at: eb.fn.coalesce('ending_at', eb.val(at)),
          ended_at: at,
        }))
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('state', '<>', ENDED)
        .returning(CAUSE_COLUMNS)
        .executeTakeFirst();
      if (!row) return false;
      await this.triggers.fire([sessionEnded(row, at)], at);
      await this.store.db
        .updateTable('claim')
        .set({ fenced_at: at })
        .where('tenant_id', '=', tenantId)
        .where('session_id', '=', id)
        .where('fenced_at', 'is', null)
        .execute();
      await this.store.follow({ tenantId, sessionId: id, said: null, ended: true });
      return true;
    });
  }

  /** What its agent is from now on, for whoever takes the session over. */
  redefine({ tenantId, id }: SessionKey, change: (now: AgentDefinition) => AgentDefinition): Promise<void> {
    return this.store.write(async () => {
      const session = await this.find(tenantId, id);
      if (!session) return;
      await this.store.db
        .updateTable('session')
        .set(definitionColumns(change(session.definition)))
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
    });
  }

  /** Remembers a dispatch, to tell one of ours from others and to know when it was made. */
  addDispatch({ tenantId, id }: SessionKey, dispatch: SessionDispatch): Promise<void> {
    return this.store.write(async () => {
      const { db } = this.store;
      const row = await db
        .selectFrom('session')
        .select('dispatches')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst();
      const dispatches = [...fromJson(Dispatches, row?.dispatches ?? []), dispatch];
      await db
        .updateTable('session')
        .set({ dispatches: toJson(dispatches) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
    });
  }

  /** Every session of every tenant that is not ended, oldest first: what supervision compares with the world. */
  async liveSessions(): Promise<SessionSummary[]> {
    const rows = await this.store.db
      .selectFrom('session')
      .select(SUMMARY_COLUMNS)
      .where('state', '<>', ENDED)
      .orderBy('created_at')
      .execute();
    return rows.map(toSummary);
  }

  async countLive(tenantId: string): Promise<number> {
    const { live } = await this.store.db
      .selectFrom('session')
      .select((eb) => eb.fn.countAll<number>().as('live'))
      .where('tenant_id', '=', tenantId)
      .where('state', '<>', ENDED)
      .executeTakeFirstOrThrow();
    return live;
  }

  /** How many of all tenants are in each state, without those that are over. */
  countsByState(): Promise<{ state: SessionState; count: number }[]> {
    return this.store.db
      .selectFrom('session')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where('state', '<>', ENDED)
      .groupBy('state')
      .execute();
  }

  async usage(tenantId: string, id: string): Promise<SessionUsage> {
    const row = await this.store.db
      .selectFrom('usage')
      .select(({ fn }) => [
        fn.sum<number | null>('input_tokens').as('inputTokens'),
        fn.sum<number | null>('output_tokens').as('outputTokens'),
        fn.sum<number | null>('cached_tokens').as('cachedTokens'),
        fn.sum<number | null>('input_audio_tokens').as('inputAudioTokens'),
        fn.sum<number | null>('output_audio_tokens').as('outputAudioTokens'),
        fn.sum<number | null>('characters').as('characters'),
        fn.sum<number | null>('audio_seconds').as('audioSeconds'),
        fn.sum<number | null>('seconds').as('seconds'),
        fn.sum<number | null>('cost_micros').as('costMicros'),
        fn.countAll<number>().as('parts'),
        fn.count<number>('cost_micros').as('priced'),
      ])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', id)
      .executeTakeFirst();
    return {
      inputTokens: row?.inputTokens ?? 0,
      outputTokens: row?.outputTokens ?? 0,
      cachedTokens: row?.cachedTokens ?? 0,
      inputAudioTokens: row?.inputAudioTokens ?? 0,
      outputAudioTokens: row?.outputAudioTokens ?? 0,
      characters: row?.characters ?? 0,
      audioSeconds: row?.audioSeconds ?? 0,
      seconds: row?.seconds ?? 0,
      // A sum that leaves something out is no sum.
      costMicros: row && row.priced === row.parts ? row.costMicros : null,
    };
  }

  /** What is known of what it cost so far, in millionths of a US dollar: what has no price is left out. */
  async knownCostMicros(tenantId: string, id: string): Promise<number> {
    const row = await this.store.db
      .selectFrom('usage')
      .select(({ fn }) => fn.sum<number | null>('cost_micros').as('cost'))
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', id)
      .executeTakeFirst();
    return row?.cost ?? 0;
  }

  /** A talk in the same room would be one that began just now, and is found when the room refuses this one. */
  private async refuseSecondTalk({ tenantId, conversationId, room }: NewSession): Promise<void> {
    const live = await this.store.db
      .selectFrom('session')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .where('state', '<>', ENDED)
      .where('room', '<>', room)
      .executeTakeFirst();
    if (live) throw new ConversationLive(conversationId, live.id);
  }

  private async advance(
    { tenantId, id }: SessionKey,
    from: SessionState[],
    change: {
      state: SessionState;
      end_reason?: EndReason;
      started_at?: number;
      ending_at?: number;
      start_by?: number;
    },
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.store.db
        .updateTable('session')
        .set(change)
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('state', 'in', from)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }
}
