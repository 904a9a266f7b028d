import { DATABASES } from '../../testing/databases.js';
import { keyOf, NOON } from '../../testing/samples.js';
import type { EventSource } from '../../testing/samples.js';
import { openRepositories, talkIn } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { UnreadEventRepository } from './unread-event.repository.js';

describe.each(DATABASES)(`${UnreadEventRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let source: EventSource;
  let conversationId: string;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    const talk = await talkIn(repositories);
    ({ conversationId } = talk.session);
    ({ source } = talk);
  });
  afterEach(() => repositories.store.close());

  it('has what was said and what tools were told of a person, once each and in its order', async () => {
    const { events, unread } = repositories;
    const saves = { callId: 'c', name: 'save_contact', arguments: {}, idempotencyKey: 'k', deadlineMs: 1 };
    const said = [source.said('one'), source.event('tool.called', saves), source.said('two', 'agent')];
    const batch = [...said, source.called('d'), source.used(1)];
    await events.ingest(batch, NOON);
    await events.ingest(batch, NOON);
    const waiting = await unread.next(10);
    expect(waiting.map(({ id }) => id)).toEqual(said.map(({ id }) => id));
    expect(waiting[1]).toMatchObject({ tenantId: 'default', conversationId, payload: saves });
    await expect(unread.next(1)).resolves.toHaveLength(1);
  });

  it('is read by one of many, and never again', async () => {
    const { events, unread } = repositories;
    await events.ingest([source.said('hello')], NOON);
    const [event] = await unread.next(1);
    if (!event) throw new Error('Nothing is unread.');
    const taken = await Promise.all([1, 2, 3].map(() => unread.take(event)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    await expect(unread.next(1)).resolves.toEqual([]);
  });

  it('keeps the language that a recogniser told', async () => {
    const { events, unread, conversations } = repositories;
    const [known, unknown] = [source.said('hello'), source.said('bonjour')];
    await events.ingest([known, { ...unknown, payload: { ...unknown.payload, language: null } }], NOON);
    for (const event of await unread.next(2)) await unread.judge(event, { language: 'fr', sentiment: 0.5 });
    const { items } = await conversations.messages('default', conversationId, { limit: 10 });
    expect(items).toMatchObject([
      { language: 'en', sentiment: 0.5 },
      { language: 'fr', sentiment: 0.5 },
    ]);
    const { sessionId } = known;
    await expect(events.events('default', sessionId, { afterSeq: 0, limit: 10 })).resolves.toMatchObject([
      { id: known.id, judgement: { language: 'en', sentiment: 0.5 } },
      { id: unknown.id, judgement: { language: 'fr', sentiment: 0.5 } },
    ]);
  });

  it('is gone with what is erased', async () => {
    await repositories.events.ingest([source.said('hello')], NOON);
    const [event] = await repositories.unread.next(1);
    await repositories.sessions.end(keyOf(event?.sessionId ?? ''), 'stopped', NOON);
    await repositories.erasure.conversation('default', conversationId);
    await expect(repositories.unread.next(1)).resolves.toEqual([]);
  });
});
