import type { Store } from '../store.js';
import type { ContactRecord } from './contact.records.js';
import { together } from './contact-parts.js';
import { contactColumns } from './contact.rows.js';

/**
 * One contact from two, inside a write that has `lockContacts`: what the first lacks it gets from the second, whose conversations are its
 * own from now on. The second stays as a name for it.
 */
export async function mergeContacts(
  { db }: Store,
  into: ContactRecord,
  from: ContactRecord,
  now: number,
): Promise<ContactRecord> {
  const { tenantId } = into;
  const merged = together(into, from, now);
  // First: an address is one contact's alone, of those that are not merged.
  await db
    .updateTable('contact')
    .set({ merged_into: into.id, updated_at: now })
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('id', '=', from.id), eb('merged_into', '=', from.id)]))
    .execute();
  await db
    .updateTable('contact')
    .set(contactColumns(merged))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', into.id)
    .execute();
  await db
    .updateTable('conversation')
    .set({ contact_id: into.id })
    .where('tenant_id', '=', tenantId)
    .where('contact_id', '=', from.id)
    .execute();
  return merged;
}
