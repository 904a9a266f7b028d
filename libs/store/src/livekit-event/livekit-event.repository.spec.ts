import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import type { NewLivekitEvent } from './livekit-event.records.js';
import { LivekitEventRepository } from './livekit-event.repository.js';

describe.each(DATABASES)(`${LivekitEventRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let events: LivekitEventRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    events = new LivekitEventRepository(repositories.store);
  });
  afterEach(() => repositories.store.close());

  function event(id: string, receivedAt = NOON): NewLivekitEvent {
    const payload = { room: { name: 'a' } };
    const at = NOON - 1_000;
    return {
      id,
      tenantId: 'default',
      event: 'room_started',
      room: 'a',
      participant: null,
      payload,
      at,
      receivedAt,
    };
  }
  const waiting = async (limit = 10) => (await events.waiting(limit)).map(({ id }) => id);

  it('knows when the last one came', async () => {
    expect(await events.lastReceivedAt()).toBeNull();
    await events.add(event('EV_2', NOON + 5));
    await events.add(event('EV_1', NOON));
    expect(await events.lastReceivedAt()).toBe(NOON + 5);
  });

  it('keeps an event once, whoever brings it', async () => {
    expect(await events.add(event('EV_1'))).toBe(true);
    const again = await Promise.all([1, 2, 3].map(() => events.add({ ...event('EV_1'), tenantId: 'acme' })));
    expect(again).toEqual([false, false, false]);
    expect(await events.waiting(10)).toEqual([event('EV_1')]);
  });

  it('keeps it once when all bring it at the same time', async () => {
    const added = await Promise.all(Array.from({ length: 8 }, () => events.add(event('EV_1'))));
    expect(added.filter(Boolean)).toHaveLength(1);
  });

  it('hands out what waits, oldest first, until it was worked on', async () => {
    for (const [id, at] of [
      ['EV_2', 2],
      ['EV_1', 1],
      ['EV_3', 3],
    ] as const)
      await events.add(event(id, NOON + at));
    expect(await waiting(2)).toEqual(['EV_1', 'EV_2']);
    await events.markProcessed('EV_1', NOON + 10);
    expect(await waiting()).toEqual(['EV_2', 'EV_3']);
  });

  it('forgets what is old and done, and nothing else', async () => {
    await events.add(event('old'));
    await events.add(event('old and waiting'));
    await events.add(event('new', NOON + 2));
    for (const id of ['old', 'new']) await events.markProcessed(id, NOON + 3);
    expect(await events.forget(NOON + 1)).toBe(1);
    expect(await waiting()).toEqual(['old and waiting']);
    expect(await events.add(event('new'))).toBe(false);
  });
});
