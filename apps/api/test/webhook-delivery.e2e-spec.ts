import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { AuditRepository } from '#store';
import type { TriggerCause } from '#conversation';
import { newWorkflow, NOON, openRepositories } from '#store/testing';
import type { Repositories } from '#store/testing';
import type { OutboxWorker } from '../src/outbox/outbox.worker.js';
import { eventually } from './requests.js';
import { WebhookReceiver } from './webhook-receiver.js';
import { startWebhookWorker } from './webhook-worker.js';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** Worker, store and receiver are real; the clock is not. */
describe('webhooks on their way', () => {
  let repositories: Repositories;
  let receiver: WebhookReceiver;
  let worker: OutboxWorker | undefined;

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });
  beforeEach(async () => {
    jest.useFakeTimers({
      now: NOON,
      doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
    });
    repositories = await openRepositories('sqlite::memory:');
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await worker?.beforeApplicationShutdown();
    await repositories.store.close();
    await receiver.close();
    jest.useRealTimers();
  });

  const workflow = (...[change]: Parameters<typeof newWorkflow>) =>
    repositories.workflows.add(
      newWorkflow({ trigger: 'tool.called', action: { type: 'webhook', url: receiver.url }, ...change }),
    );
  const happens = (count: number, facts: Record<string, unknown> = {}) => {
    const causes = Array.from({ length: count }, (_, index): TriggerCause => {
      const common = { tenantId: 'default', sessionId: 's', conversationId: 'c', agentId: 'tara' };
      const call = { callId: `c${index}`, name: 'create_quote', arguments: facts };
      return { ...common, on: 'tool.called', id: `${Date.now()}-${index}`, at: Date.now(), facts: call };
    });
    return repositories.triggers.fire(causes, Date.now());
  };
  const start = async (...words: string[]) => {
    worker = await startWebhookWorker(repositories, words);
  };
  const rows = () =>
    repositories.store.db
      .selectFrom('outbox')
      .select(['id', 'state', 'attempts', 'last_status', 'last_error', 'leased_by'])
      .orderBy('id')
      .execute();
  /** Until nothing is being sent. */
  const idle = () =>
    eventually(rows, (all) => all.every(({ leased_by }) => leased_by === null)).then(() => undefined);
  /** In steps, the last second of which the worker sees go by. */
  const pass = async (seconds: number, stepS = 1) => {
    for (let left = seconds; left > 0; left -= stepS) {
      jest.setSystemTime(Date.now() + (stepS - 1) * 1_000);
      await jest.advanceTimersByTimeAsync(1_000);
      await pause(1); // what was found due is taken
      await idle();
    }
  };
  const sent = (count: number) =>
    eventually(
      () => receiver.heard.length,
      (heard) => heard >= count,
    );

  it('arrive once each by their id, signed, after two minutes without a receiver and with a flaky one', async () => {
    const { secret, ...rest } = newWorkflow();
    await workflow({
      ...rest,
      secret,
      trigger: 'tool.called',
      action: { type: 'webhook', url: receiver.url },
    });
    const accepted: string[] = [];
    const failures = new Map<string, number>();
    receiver.answer = (heard, response) => {
      const isDown = Date.now() < NOON + 2 * MINUTE_S * 1_000;
      if (isDown) return response.destroy();
      const failed = failures.get(heard.id) ?? 0;
      failures.set(heard.id, failed + 1);
      if (failed === 0) return response.writeHead(503).end();
      if (failed === 1) return response.destroy();
      expect(new Webhook(secret).verify(heard.body, heard.headers as Record<string, string>)).toMatchObject({
        type: 'tool.called',
        data: { name: 'create_quote' },
      });
      accepted.push(heard.id);
      return response.writeHead(200).end('ok');
    };
    await happens(10);
    await start();
    await pass(2 * MINUTE_S);
    expect(accepted).toEqual([]);
    await pass(HOUR_S, 20);
    const all = await rows();
    expect(all.map(({ state }) => state)).toEqual(Array(10).fill('done'));
    expect(accepted.toSorted()).toEqual(all.map(({ id }) => id));
    expect(receiver.heard.length).toBeGreaterThan(60);
  });

  it('wait as long as the receiver asks', async () => {
    await workflow();
    receiver.answer = (_, response) => response.writeHead(429, { 'retry-after': '600' }).end();
    await happens(1);
    await start();
    await sent(1);
    await pass(590, 10);
    expect(receiver.heard).toHaveLength(1);
    await pass(20);
    expect(receiver.heard).toHaveLength(2);
    expect((await rows())[0]).toMatchObject({
      state: 'pending',
      last_status: 429,
      last_error: 'It answered 429.',
    });
  });

  it('have the reason put down when there was no answer to make use of', async () => {
    await workflow();
    receiver.answer = (_, response) => response.writeHead(200).end('x'.repeat(100_000));
    await happens(1);
    await start();
    await sent(1);
    await idle();
    expect(await rows()).toMatchObject([
      { state: 'pending', last_status: null, last_error: 'The answer was longer than 65536 bytes.' },
    ]);
    await receiver.close();
    await pass(6);
    expect((await rows())[0]?.last_error).toBe('It could not be reached: ECONNREFUSED.');
  });

  it('are given up after a day and some twenty attempts', async () => {
    await workflow();
    receiver.answer = (_, response) => response.writeHead(500).end();
    await happens(1);
    await start();
    await pass(HOUR_S, 30);
    await pass(28 * HOUR_S, 600);
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'dead', last_status: 500, last_error: 'It answered 500.' });
    expect(row?.attempts).toBeGreaterThan(15);
    expect(row?.attempts).toBeLessThan(40);
    expect(new Set(receiver.ids).size).toBe(1);
  });

  it('switch their workflow off when the receiver is gone, and go nowhere then', async () => {
    const { id } = await workflow();
    receiver.answer = (_, response) => response.writeHead(410).end();
    await happens(1);
    await start();
    await sent(1);
    await idle();
    await expect(repositories.workflows.find('default', id)).resolves.toMatchObject({
      enabled: false,
      disabledBecause: 'gone',
    });
    const trail = await new AuditRepository(repositories.store).ofSubject('default', 'workflow', id);
    expect(trail).toMatchObject([
      { actor: 'parley', action: 'workflow.disabled', detail: { because: 'gone' } },
    ]);
    await expect(happens(1)).resolves.toBe(0);
  });

  it('say nothing for a workflow that is switched off, or removed, before they go', async () => {
    const [off, removed] = [await workflow(), await workflow()];
    await happens(1);
    await repositories.workflows.disable({ tenantId: 'default', id: off.id }, 'by hand', NOON);
    await repositories.workflows.remove({ tenantId: 'default', id: removed.id });
    await start();
    await pass(2);
    expect((await rows()).map(({ state, last_error }) => [state, last_error]).toSorted()).toEqual([
      ['dead', 'The workflow is switched off.'],
      ['dead', 'The workflow was removed.'],
    ]);
    expect(receiver.heard).toEqual([]);
  });

  it('hold up no other when their receiver is slow', async () => {
    const slow = await WebhookReceiver.start();
    slow.answer = () => undefined;
    await workflow({ action: { type: 'webhook', url: slow.url } });
    await happens(50);
    await workflow();
    await happens(5);
    await start();
    await sent(5);
    await eventually(rows, (all) => all.filter(({ state }) => state === 'done').length === 5);
    expect(slow.heard).toHaveLength(2);
    await slow.close();
  });

  it('carry no card, no credential, no control character and no word of the list', async () => {
    await workflow();
    const note = 'card 4111 1111 1111 1111, key sk-abcdefghijklmnop,\u0007 darn';
    await happens(1, { note, password: 'hunter2' });
    await start('darn');
    await sent(1);
    expect(JSON.parse(receiver.heard[0]?.body ?? '')).toMatchObject({
      data: {
        sessionId: 's',
        arguments: { note: 'card [card], key [key],\ufffd ***', password: '[redacted]' },
      },
    });
  });

  it('are signed with the secret before as well, for a day', async () => {
    const { id } = await workflow();
    const key = { tenantId: 'default', id };
    const [one, two] = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
    await repositories.workflows.rotate(key, one ?? '', NOON, NOON);
    await repositories.workflows.rotate(key, two ?? '', NOON + HOUR_S * 1_000, NOON);
    const verifies = (secret: string | undefined, index: number) => {
      const { body = '', headers = {} } = receiver.heard[index] ?? {};
      try {
        new Webhook(secret ?? '').verify(body, headers as Record<string, string>);
        return true;
      } catch {
        return false;
      }
    };
    await start();
    await happens(1);
    await pass(2);
    expect([verifies(one, 0), verifies(two, 0)]).toEqual([true, true]);
    await pass(HOUR_S, 600);
    await happens(1);
    await pass(2);
    expect([verifies(one, 1), verifies(two, 1)]).toEqual([false, true]);
  });
});
