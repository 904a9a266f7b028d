import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { ConversationRepository } from './conversation.repository.js';

describe.each(DATABASES)(`${ConversationRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let conversations: ConversationRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    conversations = repositories.conversations;
  });
  afterEach(() => repositories.store.close());

  const talk = async (conversationId: string, now = NOON) => {
    const { session } = await repositories.sessions.create(newSession({ conversationId, now }));
    const claim = { sessionId: session.id, agentProcess: 'a', agentIdentity: 'agent-a', leaseMs: 3_000, now };
    const { epoch } = await repositories.claims.claim(claim);
    return { sessionId: session.id, source: new EventSource(session.id, epoch, now) };
  };
  const pages = async <T>(page: (cursor?: string) => Promise<{ items: T[]; nextCursor: string | null }>) => {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const { items: more, nextCursor } = await page(cursor);
      items.push(...more);
      cursor = nextCursor ?? undefined;
    } while (cursor);
    return items;
  };

  it('makes a conversation once and keeps it as it was', async () => {
    const fresh = {
      tenantId: 'default',
      id: 'c',
      channel: 'ws',
      userId: 'u',
      metadata: { a: 1 },
      now: NOON,
    } as const;
    const made = await conversations.ensure(fresh);
    expect(made).toEqual({
      tenantId: 'default',
      id: 'c',
      channel: 'ws',
      contactId: null,
      userId: 'u',
      metadata: { a: 1 },
      createdAt: NOON,
      lastMessageAt: null,
    });
    await expect(conversations.ensure({ ...fresh, channel: 'phone', now: NOON + 1 })).resolves.toEqual(made);
  });

  it('keeps tenants apart, even with the same id', async () => {
    const fresh = { id: 'c', channel: 'room', userId: null, metadata: {}, now: NOON } as const;
    await conversations.ensure({ ...fresh, tenantId: 'one', userId: 'u1' });
    await expect(conversations.find('two', 'c')).resolves.toBeUndefined();
    await conversations.ensure({ ...fresh, tenantId: 'two', userId: 'u2' });
    await expect(conversations.list('one', { limit: 10 })).resolves.toMatchObject({
      items: [{ userId: 'u1' }],
    });
  });

  it('lists newest first, each once', async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const id = `c${count}`;
      await conversations.ensure({
        tenantId: 'default',
        id,
        channel: 'room',
        userId: null,
        metadata: {},
        now: NOON + Math.floor(count / 2),
      });
      made.unshift(id);
    }
    const listed = await pages((cursor) => conversations.list('default', { limit: 2, cursor }));
    expect(listed.map(({ id }) => id)).toEqual(made);
  });

  it('reads messages in the order they were said, over sessions, whenever they came', async () => {
    const first = await talk('c');
    const [hello, late] = [first.source.said('Hello'), first.source.said('To Goa, please')];
    await repositories.events.ingest([hello], NOON);
    await repositories.sessions.end(keyOf(first.sessionId), 'agent_lost', NOON + 5_000);
    const second = await talk('c', NOON + 6_000);
    await repositories.events.ingest([second.source.said('Where were we?', 'agent')], NOON);
    await repositories.events.ingest([late], NOON);
    const read = await pages((cursor) => conversations.messages('default', 'c', { limit: 1, cursor }));
    expect(read.map(({ text }) => text)).toEqual(['Hello', 'To Goa, please', 'Where were we?']);
    expect(read[2]).toMatchObject({
      role: 'agent',
      participant: null,
      source: 'speech',
      seq: 1,
      interrupted: false,
    });
    await expect(conversations.find('default', 'c')).resolves.toMatchObject({ lastMessageAt: NOON + 6_100 });
    await expect(conversations.messages('other', 'c', { limit: 10 })).resolves.toMatchObject({ items: [] });
  });

  it('gives an agent that takes over the last things said, oldest first', async () => {
    const { sessionId, source } = await talk('c');
    const texts = ['one', 'two', 'three'];
    await repositories.events.ingest(
      texts.map((text) => source.said(text)),
      NOON,
    );
    const history = await conversations.history('default', sessionId, 2);
    expect(history).toEqual([
      {
        role: 'user',
        text: 'two',
        heardText: null,
        interrupted: false,
        at: new Date(NOON + 200).toISOString(),
      },
      {
        role: 'user',
        text: 'three',
        heardText: null,
        interrupted: false,
        at: new Date(NOON + 300).toISOString(),
      },
    ]);
  });

  it('tells what was done, and of what nobody knows how it ended', async () => {
    const { sessionId, source } = await talk('done');
    const call = (callId: string) =>
      source.event('tool.called', {
        callId,
        name: 'find_packages',
        arguments: { destination: 'Bali' },
        idempotencyKey: `key-${callId}`,
        deadlineMs: 1_000,
      });
    const finished = source.event('tool.finished', {
      callId: 'a',
      name: 'find_packages',
      outcome: 'done',
      result: '{"found":1}',
      durationMs: 5,
    });
    await repositories.events.ingest([call('a'), finished, call('b')], NOON);
    const done = await conversations.toolCalls('default', sessionId, 10);
    expect(done).toMatchObject([
      { callId: 'a', name: 'find_packages', arguments: { destination: 'Bali' }, result: '{"found":1}' },
      { callId: 'b', result: null },
    ]);
    await expect(conversations.toolCalls('default', sessionId, 1)).resolves.toMatchObject([{ callId: 'b' }]);
  });
});
