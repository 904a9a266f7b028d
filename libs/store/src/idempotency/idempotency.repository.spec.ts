import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { Store } from '../store.js';
import { IdempotencyRepository } from './idempotency.repository.js';

const DAY_MS = 86_400_000;
const REQUEST = { tenantId: 'default', route: 'POST /token', key: 'k', requestHash: 'h' };
const ANSWER = { status: 201, headers: { 'cache-control': 'no-store' }, body: '{"a":1}' };

describe.each(DATABASES)(`${IdempotencyRepository.name} on $kind`, ({ fresh }) => {
  let store: Store;
  let requests: IdempotencyRepository;

  beforeEach(async () => {
    store = await Store.open(await fresh());
    requests = new IdempotencyRepository(store);
  });
  afterEach(() => store.close());

  const begin = (change: Partial<typeof REQUEST> = {}, now = NOON) =>
    requests.begin({ ...REQUEST, ...change }, now, now + 1_000, now + DAY_MS);

  it('lets one of many begin, and the others know until when to wait', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => begin()));
    expect(outcomes.filter(({ outcome }) => outcome === 'begun')).toHaveLength(1);
    expect(outcomes).toContainEqual({ outcome: 'running', lockedUntil: NOON + 1_000 });
  });

  it('gives the first answer again, and for another body none', async () => {
    await begin();
    await requests.finish(REQUEST, NOON + 1_000, ANSWER);
    await expect(begin()).resolves.toEqual({ outcome: 'answered', answer: ANSWER });
    await expect(begin({ requestHash: 'other' })).resolves.toEqual({ outcome: 'other_request' });
  });

  it.each([{ tenantId: 'other' }, { route: 'POST /session' }, { key: 'other' }])(
    'knows nothing of it for %p',
    async (change) => {
      await begin();
      await expect(begin(change)).resolves.toEqual({ outcome: 'begun' });
    },
  );

  it('is taken over when whoever began it died, who then changes nothing more', async () => {
    await begin();
    const later = NOON + 1_000;
    await expect(begin({}, later)).resolves.toEqual({ outcome: 'begun' });
    await requests.finish(REQUEST, NOON + 1_000, { ...ANSWER, body: '"of the dead"' });
    await requests.release(REQUEST, NOON + 1_000);
    await expect(begin({}, later)).resolves.toMatchObject({ outcome: 'running' });
    await requests.finish(REQUEST, later + 1_000, ANSWER);
    await expect(begin({}, later)).resolves.toEqual({ outcome: 'answered', answer: ANSWER });
  });

  it('may be tried again after it failed', async () => {
    await begin();
    await requests.release(REQUEST, NOON + 1_000);
    await expect(begin({ requestHash: 'other' })).resolves.toEqual({ outcome: 'begun' });
  });

  it('is forgotten after its time, so many at once', async () => {
    for (const key of ['a', 'b', 'c']) await begin({ key });
    await begin({ key: 'young' }, NOON + 1);
    await requests.finish({ ...REQUEST, key: 'a' }, NOON + 1_000, ANSWER);
    await expect(begin({ key: 'a', requestHash: 'other' }, NOON + DAY_MS)).resolves.toEqual({
      outcome: 'begun',
    });
    await expect(requests.removeExpired(NOON + DAY_MS, 1)).resolves.toBe(1);
    await expect(requests.removeExpired(NOON + DAY_MS, 10)).resolves.toBe(1);
    await expect(requests.removeExpired(NOON + DAY_MS, 10)).resolves.toBe(0);
  });
});
