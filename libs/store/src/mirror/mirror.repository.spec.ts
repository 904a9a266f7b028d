import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import type { LeasedItem, Settlement } from '../outbox/outbox.records.js';
import { MirrorRepository } from './mirror.repository.js';

const KIND = 'django.session';

describe.each(DATABASES)(`${MirrorRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let mirror: MirrorRepository;
  let source: EventSource;
  let sessionId: string;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    const { store, outbox, sessions, claims } = repositories;
    mirror = new MirrorRepository(store, outbox);
    store.addConsequence((news) => mirror.note(KIND, news, NOON));
    sessionId = (await sessions.create(newSession())).session.id;
    const claim = { sessionId, agentProcess: 'p', agentIdentity: 'a', leaseMs: 1, now: NOON };
    source = new EventSource(sessionId, (await claims.claim(claim)).epoch);
  });
  afterEach(() => repositories.store.close());

  const say = (...sentences: string[]) =>
    repositories.events.ingest(
      sentences.map((sentence) => source.said(sentence)),
      NOON,
    );
  const lease = () => repositories.outbox.lease({ worker: 'w', limit: 10, leaseMs: 60_000, now: NOON });
  const settle = (item: LeasedItem | undefined, settlement: Settlement) => {
    if (!item) throw new Error('Nothing was due.');
    return repositories.outbox.settle(item, settlement, NOON);
  };
  const rows = () =>
    repositories.store.db.selectFrom('outbox').select(['state', 'payload']).orderBy('id').execute();

  it('notes what is said, and nothing that is not', async () => {
    await repositories.events.ingest([source.used(1), source.called('c')], NOON);
    expect(await lease()).toEqual([]);
    await say('Hello.', 'Who is there?');
    const [item] = await lease();
    expect(item).toMatchObject({
      kind: KIND,
      sessionId,
      payload: { said: { from: 3, to: 4 }, ended: false, refused: 0 },
    });
    expect(await mirror.messages(keyOf(sessionId), { from: 3, to: 4 }, 10)).toEqual([
      { seq: 3, role: 'user', text: 'Hello.' },
      { seq: 4, role: 'user', text: 'Who is there?' },
    ]);
  });

  it('has one item that grows behind the one that is not delivered', async () => {
    await say('One.');
    await say('Two.');
    const [first] = await lease();
    await say('Three.');
    await repositories.sessions.end(keyOf(sessionId), 'stopped', NOON);
    expect(await rows()).toHaveLength(2);
    expect(await lease()).toEqual([]);
    await settle(first, { state: 'done', result: {} });
    expect((await lease()).map(({ payload }) => payload)).toEqual([
      { said: { from: 2, to: 3 }, ended: true, refused: 0 },
    ]);
  });

  it('begins anew once all is delivered', async () => {
    await say('One.');
    await settle((await lease())[0], { state: 'done', result: {} });
    await say('Two.');
    expect(await lease()).toMatchObject([{ payload: { said: { from: 2, to: 2 } } }]);
  });

  it('goes on behind what was given up, and leaves what is of another kind', async () => {
    await say('One.');
    await say('Two.');
    const [first] = await lease();
    const about = { tenantId: 'default', sessionId: null, conversationId: null, payload: {}, now: NOON };
    const waits = { state: 'blocked', error: null, dependsOn: first?.id ?? null } as const;
    await repositories.outbox.add({ ...about, ...waits, id: 'q', key: 'q', kind: 'crm.quote' });
    await settle(first, { state: 'dead', error: 'too old' });
    expect(await lease()).toMatchObject([{ kind: KIND, payload: { said: { from: 2, to: 2 } } }]);
  });

  it('tells an end that an agent told as well', async () => {
    await repositories.events.ingest([source.event('session.ended', { reason: 'idle', detail: null })], NOON);
    expect(await lease()).toMatchObject([{ payload: { said: null, ended: true } }]);
    await repositories.sessions.end(keyOf(sessionId), 'stopped', NOON);
    expect(await rows()).toHaveLength(1);
  });

  it('is kept with what it tells of, or not at all', async () => {
    repositories.store.addConsequence(() => Promise.reject(new Error('no')));
    await expect(say('One.')).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
    expect(await repositories.events.events('default', sessionId, { afterSeq: 0, limit: 10 })).toEqual([]);
  });
});
