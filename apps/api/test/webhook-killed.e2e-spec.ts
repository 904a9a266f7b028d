import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { TriggerCause } from '#conversation';
import { DATABASES, newWorkflow } from '#store/testing';
import type { Repositories } from '#store/testing';
import type { OutboxWorker } from '../src/outbox/outbox.worker.js';
import { SourceProcess } from './source-process.js';
import { OpenedRepositories } from './opened-repositories.js';
import { eventually } from './requests.js';
import { WebhookReceiver } from './webhook-receiver.js';
import { startWebhookWorker } from './webhook-worker.js';

const WORKER = new URL('webhook-worker.process.ts', import.meta.url);
/** Past the lease of a worker that died. */
const LATER_MS = 61_000;

describe.each(DATABASES)('two workers on one database, in $kind', ({ kind, fresh }) => {
  let url: string;
  let receiver: WebhookReceiver;
  const databases = new OpenedRepositories();
  const workers: OutboxWorker[] = [];

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });
  beforeEach(async () => {
    url = await fresh();
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(workers.splice(0).map((worker) => worker.beforeApplicationShutdown()));
    await databases.closeAll();
    await receiver.close();
  });

  async function start(repositories: Repositories): Promise<void> {
    workers.push(await startWebhookWorker(repositories));
  }

  /** So many deliveries, for some workflows. */
  async function happens({ workflows, triggers }: Repositories, times: number, count = 1): Promise<void> {
    const action = { type: 'webhook', url: receiver.url } as const;
    for (let made = 0; made < count; made += 1) {
      await workflows.add(newWorkflow({ trigger: 'tool.called', action }));
    }
    const now = Date.now();
    const common = { tenantId: 'default', sessionId: 's', conversationId: 'c', agentId: 'tara', at: now };
    const facts = { callId: 'c', name: 'create_quote', arguments: {} };
    const causes = Array.from({ length: times }, (_, index): TriggerCause => ({
      ...common,
      on: 'tool.called',
      id: `call-${index}`,
      facts,
    }));
    await triggers.fire(causes, now);
  }

  const states = ({ store }: Repositories) =>
    store.db.selectFrom('outbox').select(['id', 'state']).orderBy('id').execute();
  const allDone = (repositories: Repositories) =>
    eventually(
      () => states(repositories),
      (rows) => rows.every(({ state }) => state === 'done'),
      20_000,
    );

  it('share the work, and send nothing twice', async () => {
    const first = await databases.open(url);
    await happens(first, 20, 4);
    // A second process cannot open an SQLite file: there both workers are this one's.
    const second = kind === 'postgres' ? await databases.open(url) : first;
    await Promise.all([start(first), start(second)]);
    const rows = await allDone(first);
    expect(rows).toHaveLength(80);
    expect(receiver.ids.toSorted()).toEqual(rows.map(({ id }) => id));
  });

  it('send again what went out as one of them died, under the same id, and lose nothing', async () => {
    const before = await databases.open(url);
    await happens(before, 6);
    if (kind === 'sqlite') await databases.close(before);
    receiver.answer = () => undefined; // it has got them, and does not answer
    const dying = new SourceProcess(WORKER, [url]);
    await dying.until(() => receiver.heard.length >= 2);
    const interrupted = receiver.ids;
    receiver.answer = (_, response) => response.writeHead(204).end();

    const living = kind === 'postgres' ? before : undefined;
    if (living) await start(living); // beside the other, which has what it has
    if (living)
      await eventually(
        () => receiver.heard.length,
        (heard) => heard >= 6,
      );
    await dying.kill();
    const realNow = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + LATER_MS);
    const survivor = living ?? (await databases.open(url));
    if (!living) await start(survivor);

    const rows = await allDone(survivor);
    const ids = rows.map(({ id }) => id);
    expect(interrupted).toHaveLength(2);
    expect(receiver.ids.toSorted()).toEqual([...ids, ...interrupted].toSorted());
  });
});
