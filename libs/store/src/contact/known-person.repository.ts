import { Injectable } from '@nestjs/common';
import { namesOnePerson } from '#conversation';
import type { EarlierTalk } from '#conversation';
import { Store } from '../store.js';
import { contactOfUser } from './contact-lookup.js';
import type { ContactRecord } from './contact.records.js';

const CONVERSATIONS = 4;
const TALKS = 4;
const MESSAGES = 6;

/** A talk of a session, for `EarlierTalk`. */
export interface RememberedTalk extends EarlierTalk {
  sessionId: string;
}

export interface RememberedPerson {
  contact: ContactRecord | null;
  talks: RememberedTalk[];
}

/** Whom a session is for, as its client named them. */
export interface NamedPerson {
  tenantId: string;
  userId: string;
}

/** What a person is remembered by, for an agent that is about to talk with them. */
@Injectable()
export class KnownPersonRepository {
  constructor(private readonly store: Store) {}

  /** Undefined when nobody named them, or the name is not one person's. */
  async named(sessionId: string): Promise<NamedPerson | undefined> {
    const row = await this.store.db
      .selectFrom('session')
      .innerJoin('conversation', (join) =>
        join
          .onRef('conversation.tenant_id', '=', 'session.tenant_id')
          .onRef('conversation.id', '=', 'session.conversation_id'),
      )
      .select(['session.tenant_id', 'conversation.user_id'])
      .where('session.id', '=', sessionId)
      .executeTakeFirst();
    if (!row || !namesOnePerson(row.tenant_id, row.user_id)) return undefined;
    return { tenantId: row.tenant_id, userId: row.user_id };
  }

  /** The contact, and the last that was said under the same name: an address that somebody only says opens nobody's talks. */
  async remember({ tenantId, userId }: NamedPerson): Promise<RememberedPerson> {
    const contact = (await contactOfUser(this.store, tenantId, userId)) ?? null;
    return { contact, talks: await this.talks(tenantId, userId) };
  }

  /** Newest first, of the newest conversations. */
  private async talks(tenantId: string, userId: string): Promise<RememberedTalk[]> {
    const { db } = this.store;
    const conversations = await db
      .selectFrom('conversation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .limit(CONVERSATIONS)
      .execute();
    if (conversations.length === 0) return [];
    const sessions = await db
      .selectFrom('session')
      .select(['id', 'created_at'])
      .where('tenant_id', '=', tenantId)
      .where(
        'conversation_id',
        'in',
        conversations.map(({ id }) => id),
      )
      .orderBy('created_at', 'desc')
      .limit(TALKS)
      .execute();
    const talks: RememberedTalk[] = [];
    for (const { id, created_at: at } of sessions) {
      const messages = await this.lastWords(tenantId, id);
      talks.push({ sessionId: id, at: new Date(at).toISOString(), messages });
    }
    return talks;
  }

  private async lastWords(tenantId: string, sessionId: string): Promise<EarlierTalk['messages']> {
    const rows = await this.store.db
      .selectFrom('message')
      .select(['role', 'text', 'heard_text'])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .orderBy('seq', 'desc')
      .limit(MESSAGES)
      .execute();
    return rows.reverse().map(({ role, text, heard_text: heard }) => ({ role, text: heard ?? text }));
  }
}
