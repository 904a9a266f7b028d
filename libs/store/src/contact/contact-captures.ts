import { Injectable } from '@nestjs/common';
import { namesOnePerson, newId } from '#conversation';
import { Store } from '../store.js';
import { contactAt, contactOf, contactOfUser, lockContacts } from './contact-lookup.js';
import { mayBeOne, withTold, without } from './contact-parts.js';
import type { Capture, Captured, ContactRecord } from './contact.records.js';
import { contactColumns } from './contact.rows.js';
import { mergeContacts } from './merge-contacts.js';

interface Conversation {
  id: string;
  contact_id: string | null;
  user_id: string | null;
}

/** Whom a conversation is with, as far as they have said it. */
interface Whom {
  contact: ContactRecord | undefined;
  /** What they were known by, if that turned out to be the same. */
  merged: string[];
  fields: Capture['fields'];
}

/** What people say of themselves: one contact a person, whatever is said first, and wherever. */
@Injectable()
export class ContactCaptures {
  constructor(private readonly store: Store) {}

  /**
   * Adds what was told to the contact of a conversation. A person is known again by address, phone number, or the client's name for them;
   * when what is said shows that two contacts are one person they are merged, unless something that is known of both differs.
   *
   * @returns undefined when the conversation is gone, or there was nothing to add
   */
  capture(capture: Capture): Promise<Captured | undefined> {
    return this.store.write(async () => {
      await lockContacts(this.store, capture.tenantId);
      const conversation = await this.conversation(capture);
      if (!conversation) return undefined;
      const { contact, merged, fields } = await this.whom(conversation, capture);
      const told = withTold(contact ?? blank(capture), { ...capture, fields });
      if (!contact && told.parts.length === 0) return undefined;
      if (contact) await this.change(told.contact);
      else await this.insert(told.contact);
      await this.link(conversation, told.contact);
      const isNew = contact === undefined;
      return { contact: told.contact, isNew, parts: told.parts, merged };
    });
  }

  /** Locked: who erases it meanwhile waits, or is waited for. */
  private conversation({ tenantId, conversationId }: Capture): Promise<Conversation | undefined> {
    const rows = this.store.db
      .selectFrom('conversation')
      .select(['id', 'contact_id', 'user_id'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', conversationId);
    return this.store.lock(rows).executeTakeFirst();
  }

  private async whom(conversation: Conversation, { tenantId, fields, source, now }: Capture): Promise<Whom> {
    const { store } = this;
    const whom: Whom = {
      contact: conversation.contact_id
        ? await contactOf(store, tenantId, conversation.contact_id)
        : await contactOfUser(store, tenantId, conversation.user_id),
      merged: [],
      fields,
    };
    for (const kind of ['email', 'phone'] as const) {
      const address = fields[kind];
      const reached = address === undefined ? undefined : await contactAt(store, tenantId, kind, address);
      if (!reached || reached.id === whom.contact?.id) continue;
      if (!whom.contact) whom.contact = reached;
      // That two are one is for what was said in so many words to show.
      else if (source.by !== 'model' && mayBeOne(whom.contact, reached)) await this.join(whom, reached, now);
      else whom.fields = without(whom.fields, kind); // somebody else's
    }
    return whom;
  }

  /** The one that is known for longer stays. */
  private async join(whom: Whom, reached: ContactRecord, now: number): Promise<void> {
    const { contact = reached } = whom;
    const [into, from] = contact.createdAt < reached.createdAt ? [contact, reached] : [reached, contact];
    whom.contact = await mergeContacts(this.store, into, from, now);
    whom.merged.push(from.id);
  }

  private async insert(contact: ContactRecord): Promise<void> {
    await this.store.db
      .insertInto('contact')
      .values({
        tenant_id: contact.tenantId,
        id: contact.id,
        merged_into: null,
        created_at: contact.createdAt,
        ...contactColumns(contact),
      })
      .execute();
  }

  private async change(contact: ContactRecord): Promise<void> {
    await this.store.db
      .updateTable('contact')
      .set(contactColumns(contact))
      .where('tenant_id', '=', contact.tenantId)
      .where('id', '=', contact.id)
      .execute();
  }

  /** The conversation, and all others with whom the client has the same name for, as far as they had no contact. */
  private async link({ id, user_id: userId }: Conversation, contact: ContactRecord): Promise<void> {
    const { tenantId } = contact;
    const all = this.store.db
      .updateTable('conversation')
      .set({ contact_id: contact.id })
      .where('tenant_id', '=', tenantId)
      .where('contact_id', 'is', null);
    await all.where('id', '=', id).execute();
    if (namesOnePerson(tenantId, userId)) await all.where('user_id', '=', userId).execute();
  }
}

function blank({ tenantId, now }: Capture): ContactRecord {
  return {
    tenantId,
    id: newId(),
    name: null,
    email: null,
    phone: null,
    company: null,
    language: null,
    preferences: {},
    sources: {},
    corrected: [],
    createdAt: now,
    updatedAt: now,
  };
}
