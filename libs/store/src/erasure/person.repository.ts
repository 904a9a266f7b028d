import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { fromJson } from '../database/json.js';
import { People } from '../session/session.rows.js';
import { Store } from '../store.js';
import type { Person, Traces } from './erasure.records.js';

interface ContactRow {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
}

/** Finds a person wherever something of them is kept. */
@Injectable()
export class PersonRepository {
  constructor(private readonly store: Store) {}

  async traces(tenantId: string, person: Person): Promise<Traces> {
    const asked = 'userId' in person ? [person.userId] : [];
    const direct = 'contactId' in person ? await this.withMerged(tenantId, person.contactId) : [];
    const conversations = await this.conversations(tenantId, person);
    const contacts = [...new Set([...direct, ...(await this.contactsOf(tenantId, conversations))])];
    const known = await this.contactRows(tenantId, contacts);
    const sessions = await this.sessionsOf(tenantId, conversations);
    const names = [
      ...asked,
      ...known.flatMap(({ name, email, phone }) => [name, email, phone]),
      ...sessions.flatMap((session) => session.names),
    ];
    return {
      conversations,
      sessions: sessions.map(({ id }) => id),
      rooms: [...new Set(sessions.map(({ room }) => room))],
      contacts: known.map(({ id }) => id),
      names: [...new Set(names.flatMap((name) => name || []))],
    };
  }

  async conversations(tenantId: string, person: Person): Promise<string[]> {
    return 'userId' in person
      ? this.conversationsOfUser(tenantId, person.userId)
      : this.conversationsOfContacts(tenantId, await this.withMerged(tenantId, person.contactId));
  }

  private async conversationsOfUser(tenantId: string, userId: string): Promise<string[]> {
    const { db } = this.store;
    const named = await db
      .selectFrom('conversation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('user_id', '=', userId)
      .execute();
    const held = await db
      .selectFrom('session')
      .select('conversation_id as id')
      .distinct()
      .where('tenant_id', '=', tenantId)
      .where('person_identity', '=', userId)
      .execute();
    return [...new Set([...named, ...held].map(({ id }) => id))];
  }

  private async conversationsOfContacts(tenantId: string, contacts: readonly string[]): Promise<string[]> {
    const rows = await this.store.db
      .selectFrom('conversation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('contact_id', 'in', contacts)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** A contact, and those that were found to be the same person. */
  private async withMerged(tenantId: string, contactId: string): Promise<string[]> {
    const rows = await this.store.db
      .selectFrom('contact')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('merged_into', '=', contactId)
      .execute();
    return [contactId, ...rows.map(({ id }) => id)];
  }

  /** Those who talked in these conversations and in no other: who they share a number with stays. */
  private async contactsOf(tenantId: string, conversations: readonly string[]): Promise<string[]> {
    if (!conversations.length) return [];
    const linked = await this.store.db
      .selectFrom('conversation')
      .select('contact_id')
      .distinct()
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', conversations)
      .where('contact_id', 'is not', null)
      .execute();
    const own: string[] = [];
    for (const { contact_id: id } of linked) {
      if (id === null) continue;
      const all = await this.conversationsOfContacts(tenantId, [id]);
      if (all.every((conversation) => conversations.includes(conversation))) own.push(id);
    }
    return own;
  }

  private async contactRows(tenantId: string, contacts: readonly string[]): Promise<ContactRow[]> {
    if (!contacts.length) return [];
    const { rows } = await sql<ContactRow>`
      select id, name, email, phone from contact
      where tenant_id = ${tenantId} and id in (${sql.join(contacts)})`.execute(this.store.db);
    return rows;
  }

  private async sessionsOf(tenantId: string, conversations: readonly string[]) {
    if (!conversations.length) return [];
    const rows = await this.store.db
      .selectFrom('session')
      .select(['id', 'room', 'person_identity', 'verified_user_id', 'people'])
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', 'in', conversations)
      .execute();
    return rows.map(({ id, room, person_identity: identity, verified_user_id: userId, people }) => {
      const there = fromJson(People, people);
      const them = there.length === 1 ? there : there.filter((each) => each.identity === identity);
      return { id, room, names: [identity, userId, ...them.flatMap((each) => [each.identity, each.name])] };
    });
  }
}
