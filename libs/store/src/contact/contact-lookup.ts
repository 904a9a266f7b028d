import { namesOnePerson } from '#conversation';
import { sql } from 'kysely';
import type { Store } from '../store.js';
import type { ContactRecord } from './contact.records.js';
import { toContact } from './contact.rows.js';

/**
 * Nobody else makes, merges or erases contacts of the tenant until this transaction ends: who finds a person missing on one api may
 * make them, and does not meet the same person made by another.
 */
export async function lockContacts({ kind, db }: Store, tenantId: string): Promise<void> {
  if (kind === 'sqlite') return; // one transaction writes at a time
  await sql`select pg_advisory_xact_lock(hashtextextended(${`contacts of ${tenantId}`}, 0))`.execute(db);
}

/** The contact of this id, or the one that it was merged into. */
export async function contactOf(
  store: Store,
  tenantId: string,
  id: string,
): Promise<ContactRecord | undefined> {
  const row = await store.db
    .selectFrom('contact')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  return row.merged_into === null ? toContact(row) : contactOf(store, tenantId, row.merged_into);
}

/** Who is reached there, or was before they were merged. */
export async function contactAt(
  store: Store,
  tenantId: string,
  kind: 'email' | 'phone',
  address: string,
): Promise<ContactRecord | undefined> {
  const at = store.db
    .selectFrom('contact')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(kind, '=', address);
  const row = await at.where('merged_into', 'is', null).executeTakeFirst();
  if (row) return toContact(row);
  const former = await at.where('merged_into', 'is not', null).orderBy('id', 'desc').executeTakeFirst();
  return former && contactOf(store, tenantId, former.id);
}

/** Who talked under the client's name for a person, as far as it is the name of one. */
export async function contactOfUser(
  store: Store,
  tenantId: string,
  userId: string | null,
): Promise<ContactRecord | undefined> {
  if (!namesOnePerson(tenantId, userId)) return undefined;
  const row = await store.db
    .selectFrom('conversation')
    .select('contact_id')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', userId)
    .where('contact_id', 'is not', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.contact_id ? contactOf(store, tenantId, row.contact_id) : undefined;
}
