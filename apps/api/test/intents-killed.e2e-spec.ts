import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FakeLanguageModelVendor } from '#providers/testing';
import { DATABASES, newWorkflow, NOON, talkIn } from '#store/testing';
import type { Repositories } from '#store/testing';
import type { MessageReader } from '../src/contact/message-reader.js';
import { SourceProcess } from './source-process.js';
import { startMessageReader } from './message-reader.js';
import { OpenedRepositories } from './opened-repositories.js';
import { eventually } from './requests.js';

const PROGRAM = new URL('message-reader.process.ts', import.meta.url);
/** Past the lease of a process that died. */
const LATER_MS = 21_000;
const MESSAGES = 8;
const BUY = JSON.stringify({ intents: [{ name: 'buy', confidence: 0.9 }] });
/** Two that both hold it: one was slow, and lost it without knowing. */
const LOST_LEASE = { hold: () => Promise.resolve(true), putDown: () => Promise.resolve() };

describe.each(DATABASES)('two readers of messages on one database, in $kind', ({ kind, fresh }) => {
  let url: string;
  let vendor: FakeLanguageModelVendor;
  let baseUrl: string;
  const databases = new OpenedRepositories();
  const readers: MessageReader[] = [];

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });
  beforeEach(async () => {
    url = await fresh();
    vendor = new FakeLanguageModelVendor();
    baseUrl = await vendor.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all(readers.splice(0).map((reader) => reader.beforeApplicationShutdown()));
    await databases.closeAll();
    await vendor.stop();
  });

  /** Somebody says something, so many times, and two workflows wait for what it means. */
  async function say(repositories: Repositories): Promise<void> {
    const { workflows, events, unread, unjudged } = repositories;
    const condition = { intents: ['buy', 'leave'] };
    for (const name of ['one', 'two'])
      await workflows.add(newWorkflow({ name, trigger: 'intent', condition }));
    const { source } = await talkIn(repositories);
    await events.ingest(
      Array.from({ length: MESSAGES }, (_, index) => source.said(`I buy ${index}.`)),
      NOON,
    );
    for (const event of await unread.next(MESSAGES)) {
      await unread.take(event);
      await unjudged.note(event, Date.now());
    }
  }
  async function seen(count: number): Promise<void> {
    await eventually(
      () => vendor.seen.length,
      (length) => length >= count,
    );
  }
  /** One for each message and workflow, when all is judged. */
  async function expectEachOnce({ store, unjudged }: Repositories): Promise<void> {
    const never = Date.now() + 3_600_000;
    await eventually(
      () => unjudged.due(never, 100),
      ({ length }) => length === 0,
    );
    const items = await store.db.selectFrom('outbox').select(['workflow_id', 'payload']).execute();
    expect(items).toHaveLength(2 * MESSAGES);
    expect(
      new Set(items.map(({ workflow_id, payload }) => JSON.stringify([workflow_id, payload]))).size,
    ).toBe(2 * MESSAGES);
  }

  it('tell once what both of them find out', async () => {
    const first = await databases.open(url);
    await say(first);
    // A second process cannot open an SQLite file: there both readers are this one's.
    const second = kind === 'postgres' ? await databases.open(url) : first;
    const bothAsk = Promise.withResolvers<undefined>();
    vendor.will(async (stream) => {
      await bothAsk.promise;
      stream.text(BUY).done();
    });
    readers.push(startMessageReader(first, baseUrl, LOST_LEASE));
    readers.push(startMessageReader(second, baseUrl, LOST_LEASE));
    await seen(2 * MESSAGES);
    bothAsk.resolve(undefined);
    await expectEachOnce(first);
  });

  it('ask again what one of them asked when it was killed, and lose nothing', async () => {
    const before = await databases.open(url);
    await say(before);
    if (kind === 'sqlite') await databases.close(before);
    vendor.will(() => undefined); // it has the questions, and does not answer
    const dying = new SourceProcess(PROGRAM, [url, baseUrl]);
    await dying.until(() => vendor.seen.length >= MESSAGES);
    await dying.kill();
    vendor.will((stream) => stream.text(BUY).done());

    const realNow = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + LATER_MS);
    const survivor = kind === 'postgres' ? before : await databases.open(url);
    readers.push(startMessageReader(survivor, baseUrl));
    await expectEachOnce(survivor);
    expect(vendor.seen.length).toBeGreaterThanOrEqual(2 * MESSAGES);
  });
});
