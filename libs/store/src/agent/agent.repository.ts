import { Injectable } from '@nestjs/common';
import { AgentSpec } from '#conversation';
import type { Selectable } from 'kysely';
import { pageOf, placeOf } from '../cursor.js';
import { fromJson, toJson } from '../database/json.js';
import type { AgentTable } from '../database/tables.js';
import type { Page, PageRequest } from '../page.js';
import { Store } from '../store.js';
import type { AgentRecord, NewAgentVersion } from './agent.records.js';

/** The agents of tenants, version by version. */
@Injectable()
export class AgentRepository {
  constructor(private readonly store: Store) {}

  /** The version in force; undefined where there never was one. One without a spec was removed. */
  async latest(tenantId: string, id: string): Promise<AgentRecord | undefined> {
    const row = await this.of(tenantId, id).orderBy('version', 'desc').limit(1).executeTakeFirst();
    return row && toRecord(row);
  }

  async version(tenantId: string, id: string, version: number): Promise<AgentRecord | undefined> {
    const row = await this.of(tenantId, id).where('version', '=', version).executeTakeFirst();
    return row && toRecord(row);
  }

  /** At most `limit` of those in force whose id comes after another, by id; of those that were removed none. */
  async list(tenantId: string, after: string | undefined, limit: number): Promise<AgentRecord[]> {
    const newest = this.store.db
      .selectFrom('agent')
      .select((eb) => ['id', eb.fn.max('version').as('version')])
      .where('tenant_id', '=', tenantId)
      .groupBy('id');
    let query = this.store.db
      .selectFrom('agent')
      .innerJoin(newest.as('newest'), (join) =>
        join.onRef('newest.id', '=', 'agent.id').onRef('newest.version', '=', 'agent.version'),
      )
      .selectAll('agent')
      .where('agent.tenant_id', '=', tenantId)
      .where('agent.definition', 'is not', null);
    if (after !== undefined) query = query.where('agent.id', '>', after);
    const rows = await query.orderBy('agent.id').limit(limit).execute();
    return rows.map(toRecord);
  }

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  async versions(tenantId: string, id: string, { limit, cursor }: PageRequest): Promise<Page<AgentRecord>> {
    let query = this.of(tenantId, id);
    if (cursor !== undefined) query = query.where('version', '<', placeOf(cursor).at);
    const rows = await query
      .orderBy('version', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, ({ version }) => ({ at: version, id }), toRecord);
  }

  /**
   * Call inside `Store.write`, together with the look at what is in force. A version that another has taken meanwhile has the work run
   * again from its start, so that nobody's change is passed over.
   */
  async add({ tenantId, id, version, spec, createdBy, now }: NewAgentVersion): Promise<AgentRecord> {
    const row = await this.store.db
      .insertInto('agent')
      .values({
        tenant_id: tenantId,
        id,
        version,
        definition: spec && toJson(spec),
        created_by: createdBy,
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toRecord(row);
  }

  private of(tenantId: string, id: string) {
    return this.store.db
      .selectFrom('agent')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id);
  }
}

function toRecord(row: Selectable<AgentTable>): AgentRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    version: row.version,
    spec: row.definition === null ? null : fromJson(AgentSpec, row.definition),
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
