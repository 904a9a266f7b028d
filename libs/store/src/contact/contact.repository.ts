import { Injectable } from '@nestjs/common';
import type { ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { ConversationRecord } from '../conversation/conversation.records.js';
import { toConversation } from '../conversation/conversation.rows.js';
import { pageOf, placeOf } from '../cursor.js';
import type { Tables } from '../database/tables.js';
import type { Page, PageRequest } from '../page.js';
import { searchWords } from '../search/search-words.js';
import { ContactExists, ContactMergedAlready, ContactNotFound } from '../store.errors.js';
import { Store } from '../store.js';
import { contactAt, contactOf, lockContacts } from './contact-lookup.js';
import { CONTACT_FIELDS } from './contact.records.js';
import type { ContactFilter, ContactPart, ContactRecord, Correction } from './contact.records.js';
import { contactColumns, toContact } from './contact.rows.js';
import { mergeContacts } from './merge-contacts.js';

/** The people a tenant talked with, as its own staff read and mend them. An id that was merged into another is a name for that. */
@Injectable()
export class ContactRepository {
  constructor(private readonly store: Store) {}

  /** @throws ContactNotFound */
  async read(tenantId: string, id: string): Promise<ContactRecord> {
    const contact = await contactOf(this.store, tenantId, id);
    if (!contact) throw new ContactNotFound(id);
    return contact;
  }

  /** Newest first. A search by words holds up no talk. @throws BadInput when the cursor is not one of ours. */
  async list(
    tenantId: string,
    { text, email, phone }: ContactFilter,
    { limit, cursor }: PageRequest,
  ): Promise<Page<ContactRecord>> {
    let query = this.store.reader
      .selectFrom('contact')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('merged_into', 'is', null);
    if (email !== undefined) query = query.where('email', '=', email);
    if (phone !== undefined) query = query.where('phone', '=', phone);
    if (text !== undefined) query = query.where((eb) => hasWords(eb, text));
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, (row) => ({ at: row.created_at, id: row.id }), toContact);
  }

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  async conversations(
    tenantId: string,
    contactId: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<ConversationRecord>> {
    let query = this.store.db
      .selectFrom('conversation')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('contact_id', '=', contactId);
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, (row) => ({ at: row.created_at, id: row.id }), toConversation);
  }

  /**
   * What a person sets stays, whatever is said later.
   *
   * @throws ContactNotFound @throws ContactExists when another has the address or number
   */
  correct(tenantId: string, id: string, correction: Correction, now: number): Promise<ContactRecord> {
    return this.store.write(async () => {
      await lockContacts(this.store, tenantId);
      const contact = await this.read(tenantId, id);
      for (const kind of ['email', 'phone'] as const) {
        await this.refuseTaken(contact, kind, correction[kind]);
      }
      const corrected = withCorrection(contact, correction, now);
      await this.store.db
        .updateTable('contact')
        .set(contactColumns(corrected))
        .where('tenant_id', '=', tenantId)
        .where('id', '=', contact.id)
        .execute();
      return corrected;
    });
  }

  /**
   * Two contacts are one person: the first goes into the second, which keeps what it knows.
   *
   * @throws ContactNotFound @throws ContactMergedAlready
   */
  merge(tenantId: string, id: string, intoId: string, now: number): Promise<ContactRecord> {
    return this.store.write(async () => {
      await lockContacts(this.store, tenantId);
      const [from, into] = [await this.read(tenantId, id), await this.read(tenantId, intoId)];
      if (from.id === into.id) throw new ContactMergedAlready(id, intoId);
      return mergeContacts(this.store, into, from, now);
    });
  }

  private async refuseTaken(
    { tenantId, id }: ContactRecord,
    kind: 'email' | 'phone',
    address: string | null | undefined,
  ): Promise<void> {
    if (!address) return;
    const other = await contactAt(this.store, tenantId, kind, address);
    if (other && other.id !== id) throw new ContactExists(kind, other.id);
  }
}

function withCorrection(contact: ContactRecord, correction: Correction, now: number): ContactRecord {
  const next: ContactRecord = { ...contact, sources: { ...contact.sources }, updatedAt: now };
  const set: ContactPart[] = [];
  for (const field of CONTACT_FIELDS) {
    const value = correction[field];
    if (value === undefined) continue;
    next[field] = value;
    set.push(field);
  }
  if (correction.preferences) {
    next.preferences = correction.preferences;
    set.push('preferences');
  }
  for (const part of set) delete next.sources[part];
  return { ...next, corrected: [...new Set([...contact.corrected, ...set])] };
}

/** Each word is the beginning or the middle of one; a text without words fits nobody. */
function hasWords(eb: ExpressionBuilder<Tables, 'contact'>, text: string) {
  const words = searchWords(text);
  if (words.length === 0) return sql<SqlBool>`1 = 0`;
  return eb.and(words.map((word) => eb('search', 'like', `%${word}%`)));
}
