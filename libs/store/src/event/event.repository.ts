import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EventEnvelope, EventType } from '#conversation';
import type { DatabaseKind } from '../database/dialect.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { Store } from '../store.js';
import { Triggers } from '../workflow/triggers.js';
import { eventsInSessions } from './events-in-sessions.js';
import type { IngestOutcome, StoredEvent } from './event.records.js';
import { toEventRow, toReadEvent } from './event.rows.js';
import { judge } from './judge.js';
import { newsOf } from './news-of.js';
import { projectCrmDeferred } from './projections/crm-deferred.js';
import { projectMessages } from './projections/messages.js';
import { projectRecordings } from './projections/recordings.js';
import { projectSessions } from './projections/sessions.js';
import { projectToolCalls } from './projections/tool-calls.js';
import { projectUnread } from './projections/unread.js';
import { projectUsage } from './projections/usage.js';
import type { CostMicros } from './projections/usage.js';
import { projectTriggers } from './projections/triggers.js';

/**
 * Events written in one transaction. SQLite works on this thread: few enough for 5 ms, after which the talks of this process have
 * their turn. Postgres works elsewhere, and every transaction is a way there and back.
 */
const SLICE_EVENTS: Record<DatabaseKind, number> = { sqlite: 25, postgres: 200 };

/** Everything that happened, once each. Messages, tool calls, usage and the state of sessions are derived here. */
@Injectable()
export class EventRepository {
  constructor(
    private readonly store: Store,
    private readonly outbox: OutboxRepository,
    private readonly triggers: Triggers,
  ) {}

  /**
   * Keeps events and what follows from them. Safe to repeat, in any order and any cut: an id counts once. Long batches are written
   * in slices, each a transaction of its own; when one fails, those before it stay and the sender repeats the batch.
   *
   * An event of a claim that was superseded is refused, unless it happened before that claim was fenced. Types and versions
   * that are not known here are kept as they are.
   *
   * @param costMicros what usage costs as prices are now; without, it has no known cost
   * @param keepRecordingsMs how long recordings are kept; null for as long as their conversation
   * @throws StoreUnavailable
   */
  async ingest(
    envelopes: readonly EventEnvelope[],
    now: number,
    costMicros: CostMicros = () => null,
    keepRecordingsMs: number | null = null,
  ): Promise<IngestOutcome> {
    const whole: IngestOutcome = {
      accepted: 0,
      duplicates: 0,
      rejected: [],
      applied: [],
      ended: [],
      spent: new Map(),
      fired: 0,
    };
    const ordered = envelopes.toSorted(bySource);
    const size = SLICE_EVENTS[this.store.kind];
    for (let start = 0; start < ordered.length; start += size) {
      if (start > 0) await nextTurn();
      const slice = ordered.slice(start, start + size);
      const outcome = await this.store.write(() =>
        this.ingestSlice(slice, now, costMicros, keepRecordingsMs),
      );
      whole.accepted += outcome.accepted;
      whole.duplicates += outcome.duplicates;
      whole.rejected.push(...outcome.rejected);
      whole.applied.push(...outcome.applied);
      whole.ended.push(...outcome.ended);
      whole.fired += outcome.fired;
      for (const [id, cost] of outcome.spent) whole.spent.set(id, (whole.spent.get(id) ?? 0) + cost);
    }
    return whole;
  }

  /** The feed of a session after a place in it, oldest first; of one type only, where that is named. */
  async events(
    tenantId: string,
    sessionId: string,
    { afterSeq, limit, type }: { afterSeq: number; limit: number; type?: EventType },
  ): Promise<StoredEvent[]> {
    const rows = await eventsInSessions(this.store)
      .leftJoin('message', (join) =>
        join.onRef('message.tenant_id', '=', 'event.tenant_id').onRef('message.id', '=', 'event.id'),
      )
      .select(['message.language', 'message.sentiment'])
      .where('event.tenant_id', '=', tenantId)
      .where('event.session_id', '=', sessionId)
      .where('event.seq', '>', afterSeq)
      .$if(type !== undefined, (query) => query.where('event.type', '=', type ?? ''))
      .orderBy('event.seq')
      .limit(limit)
      .execute();
    return rows.map(toReadEvent);
  }

  private async ingestSlice(
    envelopes: readonly EventEnvelope[],
    now: number,
    costMicros: CostMicros,
    keepRecordingsMs: number | null,
  ): Promise<IngestOutcome> {
    const { accepted, duplicates, rejected } = await judge(this.store, envelopes);
    if (!accepted.length)
      return { accepted: 0, duplicates, rejected, applied: [], ended: [], spent: new Map(), fired: 0 };
    await this.store.db
      .insertInto('event')
      .values(accepted.map((event) => toEventRow(event, now)))
      .execute();
    await projectToolCalls(this.store, accepted);
    const spent = await projectUsage(this.store, accepted, costMicros);
    await projectCrmDeferred(this.store, this.outbox, accepted, now);
    await projectUnread(this.store, accepted, now);
    await projectRecordings(this.store, accepted, keepRecordingsMs);
    const ended = await projectSessions(this.store, accepted);
    const fired = await projectTriggers(this.triggers, accepted, ended, now);
    // Last: SQLite flushes what full-text search has gathered before each further statement that may fail halfway.
    await projectMessages(this.store, accepted);
    const over = ended.map(({ row }) => row.id);
    for (const news of newsOf(accepted, over)) await this.store.follow(news);
    const applied = accepted.map(({ stored }) => stored);
    return {
      accepted: accepted.length,
      duplicates,
      rejected,
      applied,
      ended: over,
      spent,
      fired,
    };
  }
}

function bySource(a: EventEnvelope, b: EventEnvelope): number {
  if (a.sessionId !== b.sessionId) return a.sessionId < b.sessionId ? -1 : 1;
  return a.epoch - b.epoch || a.sourceSeq - b.sourceSeq;
}
