import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { EventSource, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import type { NewOutboxItem } from './outbox.records.js';
import { OutboxRepository } from './outbox.repository.js';

const LEASE_MS = 1_000;

describe.each(DATABASES)(`${OutboxRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let outbox: OutboxRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    outbox = repositories.outbox;
  });
  afterEach(() => repositories.store.close());

  const item = (change: Partial<NewOutboxItem> = {}): NewOutboxItem => ({
    tenantId: 'default',
    id: newId(),
    kind: 'crm.lead',
    key: newId(),
    sessionId: null,
    conversationId: null,
    payload: { name: 'Asha' },
    state: 'pending',
    error: null,
    dependsOn: null,
    now: NOON,
    ...change,
  });
  const lease = (now = NOON, worker = 'w', limit = 10) =>
    outbox.lease({ worker, limit, leaseMs: LEASE_MS, now });
  const only = async (now = NOON) => {
    const [first] = await lease(now);
    if (!first) throw new Error('Nothing was due.');
    return first;
  };

  it('has one item for a cause, however often it is added', async () => {
    const lead = item();
    await expect(outbox.add(lead)).resolves.toBe(true);
    await expect(outbox.add({ ...lead, id: newId() })).resolves.toBe(false);
    await expect(lease()).resolves.toMatchObject([
      { id: lead.id, key: lead.key, payload: { name: 'Asha' }, attempts: 1, interrupted: false },
    ]);
  });

  it('gives each item to one worker', async () => {
    for (let count = 0; count < 30; count += 1) await outbox.add(item());
    const leases = await Promise.all(['a', 'b', 'c', 'd'].map((worker) => lease(NOON, worker)));
    const ids = leases.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await lease(NOON, 'e', 30);
    expect(ids.length + rest.length).toBe(30);
  });

  it('gives nothing before its time, and the oldest first', async () => {
    const [late, early] = [item({ now: NOON + 5 }), item()];
    await outbox.add(late);
    await outbox.add(early);
    await expect(lease(NOON + 4)).resolves.toMatchObject([{ id: early.id }]);
    await expect(lease(NOON + 5)).resolves.toMatchObject([{ id: late.id }]);
  });

  it('gives the item of a worker that went silent to another, and says so', async () => {
    await outbox.add(item());
    const lost = await only();
    await expect(lease(NOON + LEASE_MS - 1)).resolves.toEqual([]);
    await expect(lease(NOON + LEASE_MS)).resolves.toMatchObject([{ attempts: 2, interrupted: true }]);
    await expect(outbox.settle(lost, { state: 'dead', error: 'late' }, NOON)).resolves.toBe(false);
    await expect(outbox.revise(lost, {})).resolves.toBe(false);
  });

  it('gives the items of a process that is gone at once to the next', async () => {
    await outbox.add(item());
    await lease();
    await outbox.endLeases(NOON + 1);
    await expect(lease(NOON + 1)).resolves.toMatchObject([{ interrupted: true }]);
  });

  it('passes over what a worker has enough of', async () => {
    const [lead, mine, theirs] = [
      item(),
      item({ kind: 'webhook', workflowId: 'mine' }),
      item({ kind: 'webhook', workflowId: 'theirs' }),
    ];
    for (const each of [lead, mine, theirs]) await outbox.add(each);
    const except = (kinds: string[], workflowIds: string[]) =>
      outbox
        .lease({ worker: 'w', limit: 10, leaseMs: LEASE_MS, now: NOON, except: { kinds, workflowIds } })
        .then((items) => items.map(({ id }) => id));
    await expect(except(['crm.lead'], ['mine'])).resolves.toEqual([theirs.id]);
    await expect(except(['webhook'], ['mine'])).resolves.toEqual([lead.id]);
    await expect(except([], [])).resolves.toEqual([mine.id]);
  });

  it('brings back what is to be tried later, as it was revised', async () => {
    await outbox.add(item());
    const first = await only();
    await outbox.revise(first, { name: 'Asha', offer: 7 });
    await outbox.settle(first, { state: 'pending', nextAt: NOON + 100, error: 'down' }, NOON);
    await expect(lease(NOON + 99)).resolves.toEqual([]);
    await expect(lease(NOON + 100)).resolves.toMatchObject([
      { attempts: 2, interrupted: false, payload: { offer: 7 } },
    ]);
  });

  it.each(['blocked', 'unknown', 'dead'] as const)('leaves alone and shows what is %s', async (state) => {
    await outbox.add(item());
    await outbox.settle(await only(), { state, error: 'why' }, NOON);
    await expect(lease(NOON + 1_000_000)).resolves.toEqual([]);
    await expect(outbox.counts()).resolves.toEqual([{ kind: 'crm.lead', state, count: 1 }]);
  });

  it('lets go what waits for another when that is done, and not before', async () => {
    const lead = item();
    await outbox.add(lead);
    await outbox.add(
      item({ kind: 'crm.quote', state: 'blocked', error: 'waits', dependsOn: lead.id, payload: {} }),
    );
    const leased = await only();
    await expect(outbox.retryBlocked('crm.quote', NOON)).resolves.toBe(0);
    await expect(outbox.resultOf('default', lead.id)).resolves.toBeUndefined();
    await outbox.settle(leased, { state: 'done', result: { leadId: '7' } }, NOON + 1);
    await expect(outbox.resultOf('default', lead.id)).resolves.toEqual({ leadId: '7' });
    await expect(lease(NOON + 1)).resolves.toMatchObject([{ kind: 'crm.quote', dependsOn: lead.id }]);
  });

  it('knows since when the oldest of each kind has waited', async () => {
    await outbox.add(item({ now: NOON + 5 }));
    await outbox.add(item({ now: NOON }));
    await outbox.add(item({ kind: 'crm.quote', state: 'blocked', error: 'no place for it', now: NOON + 7 }));
    await outbox.add(item({ kind: 'webhook', state: 'dead', error: 'refused', now: NOON - 9 }));
    expect((await outbox.waitingSince()).sort((a, b) => a.since - b.since)).toEqual([
      { kind: 'crm.lead', since: NOON },
      { kind: 'crm.quote', since: NOON + 7 },
    ]);
    for (const leased of await lease(NOON + 5)) {
      await outbox.settle(leased, { state: 'done', result: {} }, NOON + 6);
    }
    expect(await outbox.waitingSince()).toEqual([{ kind: 'crm.quote', since: NOON + 7 }]);
  });

  it('tries what an operator may have set right again', async () => {
    await outbox.add(item({ state: 'blocked', error: 'no place for it' }));
    await expect(lease()).resolves.toEqual([]);
    await expect(outbox.retryBlocked('crm.lead', NOON)).resolves.toBe(1);
    await expect(lease()).resolves.toHaveLength(1);
  });

  describe('crm.deferred', () => {
    let source: EventSource;
    let sessionId: string;

    beforeEach(async () => {
      const { session } = await repositories.sessions.create(newSession());
      sessionId = session.id;
      const claim = {
        sessionId,
        agentProcess: 'p',
        agentIdentity: 'agent',
        leaseMs: LEASE_MS,
        now: NOON,
      };
      source = new EventSource(sessionId, (await repositories.claims.claim(claim)).epoch);
    });
    const deferred = (kind: 'lead' | 'quote', because: 'unavailable' | 'unknown_outcome' | 'not_supported') =>
      source.event('crm.deferred', { kind, idempotencyKey: newId(), because, body: { name: 'Asha' } });

    it('becomes an item in the transaction of the event, once', async () => {
      const event = deferred('lead', 'unavailable');
      await repositories.events.ingest([event, event], NOON);
      await repositories.events.ingest([event], NOON);
      await expect(lease()).resolves.toMatchObject([
        {
          id: event.id,
          kind: 'crm.lead',
          key: event.payload.idempotencyKey,
          sessionId,
          payload: event.payload.body,
        },
      ]);
    });

    it('is never sent by itself when it may be there already, or has no place there', async () => {
      await repositories.events.ingest(
        [deferred('lead', 'unknown_outcome'), deferred('quote', 'not_supported')],
        NOON,
      );
      await expect(lease(NOON + 1_000_000)).resolves.toEqual([]);
      const counts = await outbox.counts();
      expect(counts).toHaveLength(2);
      expect(counts).toEqual(
        expect.arrayContaining([
          { kind: 'crm.lead', state: 'unknown', count: 1 },
          { kind: 'crm.quote', state: 'blocked', count: 1 },
        ]),
      );
    });

    it('holds a quote back until the lead of its talk is delivered', async () => {
      const [lead, quote] = [deferred('lead', 'unavailable'), deferred('quote', 'unavailable')];
      await repositories.events.ingest([lead, quote], NOON);
      const leased = await lease();
      expect(leased.map(({ id }) => id)).toEqual([lead.id]);
      for (const item of leased) await outbox.settle(item, { state: 'done', result: {} }, NOON);
      await expect(lease()).resolves.toMatchObject([{ id: quote.id, dependsOn: lead.id }]);
    });
  });
});
