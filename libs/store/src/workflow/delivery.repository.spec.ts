import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { DeliveryRepository } from './delivery.repository.js';

describe.each(DATABASES)(`${DeliveryRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let deliveries: DeliveryRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    deliveries = repositories.deliveries;
  });
  afterEach(() => repositories.store.close());

  const add = async (workflowId = 'w') => {
    const id = newId();
    const item = { tenantId: 'default', id, key: id, kind: 'webhook', workflowId, payload: { type: 'x' } };
    const rest = { sessionId: null, conversationId: null, state: 'pending', error: null } as const;
    await repositories.outbox.add({ ...item, ...rest, dependsOn: null, now: NOON });
    return id;
  };
  const lease = async (now: number) => {
    const [item] = await repositories.outbox.lease({ worker: 'w', limit: 1, leaseMs: 1_000, now });
    if (!item) throw new Error('Nothing was due.');
    return item;
  };

  it('tells how they stand, newest first, of one workflow', async () => {
    const ids = [await add(), await add(), await add()];
    await add('other');
    const first = await deliveries.list('default', 'w', { limit: 2 });
    const rest = await deliveries.list('default', 'w', { limit: 2, cursor: first.nextCursor ?? '' });
    expect([first, rest].map(({ items }) => items.map(({ id }) => id))).toEqual([[ids[2], ids[1]], [ids[0]]]);
    await expect(deliveries.list('other', 'w', { limit: 2 })).resolves.toMatchObject({ items: [] });
  });

  it('knows the last answer, and the end', async () => {
    const id = await add();
    await repositories.outbox.settle(
      await lease(NOON),
      { state: 'pending', nextAt: NOON + 50, error: 'busy', status: 503 },
      NOON,
    );
    await expect(deliveries.find('default', 'w', id)).resolves.toMatchObject({
      ...{ state: 'pending', attempts: 1, lastStatus: 503, lastError: 'busy', nextAt: NOON + 50 },
      finishedAt: null,
    });
    await repositories.outbox.settle(
      await lease(NOON + 50),
      { state: 'done', result: {}, status: 200 },
      NOON + 60,
    );
    await expect(deliveries.find('default', 'w', id)).resolves.toMatchObject({
      ...{ state: 'done', attempts: 2, lastStatus: 200, lastError: null, nextAt: null },
      finishedAt: NOON + 60,
    });
    await expect(deliveries.find('default', 'other', id)).resolves.toBeUndefined();
  });

  it('sends one again under its id, as if it were new', async () => {
    const id = await add();
    const first = await lease(NOON);
    await expect(deliveries.replay('default', 'w', id, NOON + 1)).resolves.toBe('under_way');
    await repositories.outbox.settle(first, { state: 'dead', error: 'no', status: 404 }, NOON);
    await expect(deliveries.replay('default', 'w', id, NOON + 9)).resolves.toBe('replayed');
    await expect(deliveries.find('default', 'w', id)).resolves.toMatchObject({
      state: 'pending',
      nextAt: NOON + 9,
      finishedAt: null,
    });
    await expect(lease(NOON + 9)).resolves.toMatchObject({
      ...{ id, attempts: 2, tries: 1, createdAt: NOON, begunAt: NOON + 9, interrupted: false },
    });
    await expect(deliveries.replay('default', 'w', 'nobody', NOON)).resolves.toBe('not_found');
    await expect(deliveries.replay('other', 'w', id, NOON)).resolves.toBe('not_found');
  });

  it('takes it from a worker that went silent: what that one still says counts no more', async () => {
    const id = await add();
    const lost = await lease(NOON);
    await expect(deliveries.replay('default', 'w', id, NOON + 1_000)).resolves.toBe('replayed');
    await expect(repositories.outbox.settle(lost, { state: 'dead', error: 'late' }, NOON)).resolves.toBe(
      false,
    );
  });
});
