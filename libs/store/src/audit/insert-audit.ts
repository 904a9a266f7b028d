import { newId } from '#conversation';
import { toJson } from '../database/json.js';
import type { Store } from '../store.js';
import type { NewAudit } from './audit.records.js';

/** For what changes things without a repository: inside the same transaction. */
export async function insertAudit(
  { db }: Store,
  { tenantId, subjectType, subjectId, requestId, detail, ...audit }: NewAudit,
): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      ...audit,
      id: newId(),
      tenant_id: tenantId,
      subject_type: subjectType,
      subject_id: subjectId,
      request_id: requestId,
      detail: toJson(detail),
    })
    .execute();
}
