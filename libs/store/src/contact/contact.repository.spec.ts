import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { EventSource, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { ErasureRepository } from '../erasure/erasure.repository.js';
import { ContactExists, ContactMergedAlready, ContactNotFound } from '../store.errors.js';
import { ContactRepository } from './contact.repository.js';
import type { ContactFields, ContactFilter } from './contact.records.js';
import { KnownPersonRepository } from './known-person.repository.js';

describe.each(DATABASES)('on $kind', ({ fresh }) => {
  let repositories: Repositories;
  let contacts: ContactRepository;
  let people: KnownPersonRepository;
  let now: number;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    ({ contacts } = repositories);
    people = new KnownPersonRepository(repositories.store);
    now = NOON;
  });
  afterEach(() => repositories.store.close());

  /** A conversation with somebody who says who they are. */
  async function talkWith(
    fields: ContactFields,
    {
      userId = null,
      words = 0,
      tenantId = 'default',
    }: { userId?: string | null; words?: number; tenantId?: string } = {},
  ) {
    const { sessions, claims, events, captures } = repositories;
    const { session } = await sessions.create(
      newSession({ tenantId, userId: userId ?? undefined, now: (now += 1_000) }),
    );
    const { id: sessionId, conversationId } = session;
    const { epoch } = await claims.claim({
      sessionId,
      agentProcess: 'a',
      agentIdentity: 'a',
      leaseMs: 1,
      now,
    });
    const source = new EventSource(sessionId, epoch, now);
    await events.ingest(
      Array.from({ length: words }, (_, index) => source.said(`word ${index}`)),
      now,
    );
    const from = { by: 'message' as const, eventId: newId(), sessionId, at: now };
    const capture = { tenantId, conversationId, fields, preferences: {}, source: from, now };
    const captured = await captures.capture(capture);
    await sessions.end({ tenantId, id: sessionId }, 'stopped', now);
    return { id: captured?.contact.id ?? '', sessionId, conversationId };
  }
  const names = async (filter: ContactFilter = {}, tenantId = 'default') =>
    (await contacts.list(tenantId, filter, { limit: 10 })).items.map(({ name }) => name);

  describe(ContactRepository.name, () => {
    it('lists the newest first, page by page, of one tenant', async () => {
      for (const name of ['Asha', 'Ravi', 'Mira']) await talkWith({ name });
      await talkWith({ name: 'Stranger' }, { tenantId: 'other' });
      const first = await contacts.list('default', {}, { limit: 2 });
      const second = await contacts.list('default', {}, { limit: 2, cursor: first.nextCursor ?? '' });
      expect([first, second].map(({ items }) => items.map(({ name }) => name))).toEqual([
        ['Mira', 'Ravi'],
        ['Asha'],
      ]);
      expect(second.nextCursor).toBeNull();
    });

    it('finds them by words of what is known, whatever the case, and by address and number', async () => {
      await talkWith({ name: 'Zoë Åberg', email: 'zoe@example.com' });
      await talkWith({ name: 'Asha Rao', phone: '+919876543210', company: 'Åkers' });
      expect(await names({ text: 'zoe ABERG' })).toEqual(['Zoë Åberg']);
      expect(await names({ text: 'akers' })).toEqual(['Asha Rao']);
      expect(await names({ text: 'example' })).toEqual(['Zoë Åberg']);
      expect(await names({ text: '%' })).toEqual([]);
      expect(await names({ email: 'zoe@example.com' })).toEqual(['Zoë Åberg']);
      expect(await names({ phone: '+919876543210' })).toEqual(['Asha Rao']);
      expect(await names({ email: 'zoe@example.com' }, 'other')).toEqual([]);
    });

    it('keeps an address one person’s alone when it is set right', async () => {
      const asha = await talkWith({ email: 'asha@example.com' });
      const ravi = await talkWith({ name: 'Ravi' });
      const taken = contacts.correct('default', ravi.id, { email: 'asha@example.com' }, now);
      await expect(taken).rejects.toThrow(ContactExists);
      const same = await contacts.correct(
        'default',
        asha.id,
        { email: 'asha@example.com', company: 'Acme' },
        now,
      );
      expect(same).toMatchObject({ company: 'Acme', corrected: ['email', 'company'], sources: {} });
      await expect(contacts.correct('other', asha.id, {}, now)).rejects.toThrow(ContactNotFound);
    });

    it('merges two, whose ids and addresses both lead to the one that stays', async () => {
      const old = await talkWith({ name: 'Asha', email: 'old@example.com', phone: '+919876543210' });
      const one = await talkWith({ name: 'Asha Rao', email: 'asha@example.com' });
      const other = await talkWith({ email: 'other@example.com' });
      await contacts.merge('default', other.id, old.id, now);
      const merged = await contacts.merge('default', old.id, one.id, now);
      expect(merged).toMatchObject({
        id: one.id,
        name: 'Asha Rao',
        email: 'asha@example.com',
        phone: '+919876543210',
      });
      for (const { id } of [old, other]) {
        await expect(contacts.read('default', id)).resolves.toMatchObject({ id: one.id });
      }
      expect(await names()).toEqual(['Asha Rao']);
      const { items } = await contacts.conversations('default', one.id, { limit: 10 });
      expect(items.map(({ id }) => id)).toEqual(
        [other, one, old].map(({ conversationId }) => conversationId),
      );
      const again = await talkWith({ email: 'other@example.com' });
      expect(again.id).toBe(one.id);
      await expect(contacts.merge('default', old.id, one.id, now)).rejects.toThrow(ContactMergedAlready);
      await expect(contacts.merge('other', one.id, one.id, now)).rejects.toThrow(ContactNotFound);
    });
  });

  describe(ErasureRepository.name, () => {
    it('erases a person with all that they were before, and every conversation with them', async () => {
      const old = await talkWith({ name: 'Asha', phone: '+919876543210' }, { words: 3, userId: 'u' });
      const one = await talkWith({ name: 'Asha Rao', email: 'asha@example.com' }, { words: 2 });
      await contacts.merge('default', old.id, one.id, now);
      await talkWith({ name: 'Ravi' }, { words: 1 });
      const { erasure: eraser } = repositories;
      await expect(eraser.person('default', { contactId: one.id })).resolves.toMatchObject({
        conversations: 2,
        messages: 5,
      });
      const rows = await repositories.store.db.selectFrom('contact').select('name').execute();
      expect(rows).toEqual([{ name: 'Ravi' }]);
      await expect(people.remember({ tenantId: 'default', userId: 'u' })).resolves.toEqual({
        contact: null,
        talks: [],
      });
      await expect(repositories.unread.next(10)).resolves.toHaveLength(1);
    });
  });

  describe(KnownPersonRepository.name, () => {
    it('remembers who talked under a name, and the last that was said', async () => {
      const first = await talkWith({ name: 'Asha', email: 'asha@example.com' }, { userId: 'u', words: 9 });
      const second = await talkWith({}, { userId: 'u', words: 1 });
      await talkWith({ email: 'asha@example.com' }, { words: 1 });
      await expect(people.named(second.sessionId)).resolves.toEqual({ tenantId: 'default', userId: 'u' });
      const { contact, talks } = await people.remember({ tenantId: 'default', userId: 'u' });
      expect(contact).toMatchObject({ name: 'Asha' });
      expect(talks.map(({ sessionId }) => sessionId)).toEqual([second.sessionId, first.sessionId]);
      expect(talks[1]?.messages.map(({ text }) => text)).toEqual(
        [3, 4, 5, 6, 7, 8].map((index) => `word ${index}`),
      );
    });

    it('knows nobody whom nobody named', async () => {
      const { sessionId } = await talkWith({ email: 'asha@example.com' });
      await expect(people.named(sessionId)).resolves.toBeUndefined();
      const shared = await talkWith({}, { userId: 'widget-user' });
      await expect(people.named(shared.sessionId)).resolves.toBeUndefined();
      await expect(people.remember({ tenantId: 'other', userId: 'u' })).resolves.toEqual({
        contact: null,
        talks: [],
      });
    });
  });
});
