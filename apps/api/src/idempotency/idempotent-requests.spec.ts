import { Logger } from '@nestjs/common';
import { IdempotencyRepository, Store } from '#store';
import { IdempotencyTiming } from './idempotency.timing.js';
import { IdempotentRequests } from './idempotent-requests.js';

const REQUEST = { tenantId: 'default', route: 'POST /token', key: 'k', requestHash: 'h' };
const ANSWER = { status: 201, headers: {}, body: '{}' };

describe(IdempotentRequests.name, () => {
  let store: Store;
  let repository: IdempotencyRepository;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    store = await Store.open('sqlite::memory:');
    repository = new IdempotencyRepository(store);
  });
  afterEach(() => store.close());

  /** Each is as good as a process of its own: they share the database alone. */
  const process = (change: Partial<IdempotencyTiming> = {}) =>
    new IdempotentRequests(repository, Object.assign(new IdempotencyTiming(), { pollMs: 5 }, change));

  it('waits for one that runs in another process', async () => {
    const first = Promise.withResolvers<typeof ANSWER>();
    const running = process().once(REQUEST, () => first.promise);
    const never = () => Promise.reject(new Error('run twice'));
    const repeat = process().once(REQUEST, never);
    first.resolve(ANSWER);
    await expect(running).resolves.toEqual({ answer: ANSWER, replayed: false });
    await expect(repeat).resolves.toEqual({ answer: ANSWER, replayed: true });
  });

  it('takes over from a process that died with it', async () => {
    const dead = process({ lockMs: 20 }).once(REQUEST, () => new Promise(() => undefined));
    void dead;
    await expect(process().once(REQUEST, () => Promise.resolve(ANSWER))).resolves.toEqual({
      answer: ANSWER,
      replayed: false,
    });
  });

  it('does not wait for ever', async () => {
    void process().once(REQUEST, () => new Promise(() => undefined));
    const repeat = process({ waitMs: 30 }).once(REQUEST, () => Promise.resolve(ANSWER));
    await expect(repeat).rejects.toMatchObject({ code: 'request_in_progress', status: 409 });
  });

  it('lets the next one run when the first failed while it waited', async () => {
    const first = Promise.withResolvers<typeof ANSWER>();
    const here = process();
    const failing = here.once(REQUEST, () => first.promise);
    const repeat = here.once(REQUEST, () => Promise.resolve(ANSWER));
    first.reject(new Error('LiveKit is down'));
    await expect(failing).rejects.toThrow('LiveKit is down');
    await expect(repeat).resolves.toEqual({ answer: ANSWER, replayed: false });
  });

  it('answers also when the answer cannot be kept', async () => {
    const broken = Object.assign(Object.create(repository) as IdempotencyRepository, {
      finish: () => Promise.reject(new Error('disk full')),
    });
    const requests = new IdempotentRequests(broken, new IdempotencyTiming());
    const { answer } = await requests.once(REQUEST, () => Promise.resolve(ANSWER));
    expect(answer).toBe(ANSWER);
  });
});
