import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { z } from 'zod';
import { fromJson } from '../database/json.js';
import { ENDED } from '../session/session.rows.js';
import { Store } from '../store.js';
import type { AuditRecord, NewAudit } from './audit.records.js';
import { insertAudit } from './insert-audit.js';

const Detail = z.record(z.string(), z.unknown());
/** What anything of ours can have been through. */
const MAX_OF_SUBJECT = 1_000;

/** Moments in epoch milliseconds. */
export interface TalkedWhen {
  since: number;
  now: number;
  address?: string;
}

/** Who changed what. Called inside `Store.write` together with the change, so that there is never one without the other. */
@Injectable()
export class AuditRepository {
  constructor(private readonly store: Store) {}

  add(audit: NewAudit): Promise<void> {
    return insertAudit(this.store, audit);
  }

  /** What happened to one thing, oldest first. */
  async ofSubject(tenantId: string, subjectType: string, subjectId: string): Promise<AuditRecord[]> {
    const rows = await this.store.db
      .selectFrom('audit')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('subject_type', '=', subjectType)
      .where('subject_id', '=', subjectId)
      .orderBy('at')
      .orderBy('id')
      .limit(MAX_OF_SUBJECT)
      .execute();
    return rows.map((row) => ({
      tenantId: row.tenant_id,
      id: row.id,
      actor: row.actor,
      action: row.action,
      subjectType: row.subject_type,
      subjectId: row.subject_id,
      detail: fromJson(Detail, row.detail),
      address: row.address,
      requestId: row.request_id,
      at: row.at,
    }));
  }

  /**
   * How many sessions that were started, all of a tenant's or those from an address, are not over. Nobody else counts the same until
   * this transaction ends, so that two cannot both take the last place.
   */
  async countLiveSessions(tenantId: string, address?: string): Promise<number> {
    if (this.store.kind === 'postgres') {
      const place = `sessions from ${tenantId} ${address ?? 'anywhere'}`;
      await sql`select pg_advisory_xact_lock(hashtextextended(${place}, 0))`.execute(this.store.db);
    }
    const { live } = await this.started(tenantId, address)
      .select((eb) => eb.fn.countAll<number>().as('live'))
      .where('session.state', '<>', ENDED)
      .executeTakeFirstOrThrow();
    return live;
  }

  /** For how long a tenant talked, or those from an address, in talks that began since a moment; those that go on until now. */
  async talkedMs(tenantId: string, { since, now, address }: TalkedWhen): Promise<number> {
    const { ms } = await this.started(tenantId, address)
      .select(sql<number | null>`sum(coalesce(session.ended_at, ${now}) - session.started_at)`.as('ms'))
      .where('session.created_at', '>=', since)
      .where('session.started_at', 'is not', null)
      .executeTakeFirstOrThrow();
    return Number(ms ?? 0);
  }

  private started(tenantId: string, address: string | undefined) {
    const all = this.store.db
      .selectFrom('session')
      .innerJoin('audit', (join) =>
        join
          .onRef('audit.tenant_id', '=', 'session.tenant_id')
          .on('audit.subject_type', '=', 'session')
          .onRef('audit.subject_id', '=', 'session.id'),
      )
      .where('session.tenant_id', '=', tenantId)
      .where('audit.action', '=', 'session.started');
    return address === undefined ? all : all.where('audit.address', '=', address);
  }
}
