import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { EventEnvelope } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { Random } from '../../testing/random.js';
import { EventSource, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { WriterProcess } from '../../testing/writer-process.js';

const SESSIONS = 10;
const EVENTS_PER_SESSION = 1_000;
const BATCH = 250;
const KILLS = 3;

/** 10,000 events, shuffled, every batch twice, and the process that brings them in is killed again and again. */
describe.each(DATABASES)('ingest on $kind, killed with -9 in its middle', ({ kind, fresh }) => {
  const batchesFile = join(tmpdir(), `parley-batches-${process.pid}-${kind}.json`);
  const random = new Random(7);
  let writer: WriterProcess | undefined;

  afterEach(() => writer?.kill());
  afterAll(() => rmSync(batchesFile, { force: true }));

  it('has written no event by halves, and is exact once all were sent again', async () => {
    const url = await fresh();
    const events = await talks(await openRepositories(url));
    const batches = cut(random.shuffled(events)).flatMap((batch) => [batch, random.shuffled(batch)]);

    for (let kill = 1; kill <= KILLS; kill += 1) {
      writeFileSync(batchesFile, JSON.stringify(random.shuffled(batches)));
      writer = new WriterProcess(url, batchesFile);
      await writer.says('batch', 4); // and is at the next ones already
      await writer.kill();
      const repositories = await openRepositories(url);
      const kept = await expectWhole(repositories);
      expect(kept).toBeGreaterThanOrEqual(2 * BATCH);
      await repositories.store.close();
    }

    const repositories = await openRepositories(url);
    for (const batch of batches) await repositories.events.ingest(batch, NOON);
    await expect(expectWhole(repositories)).resolves.toBe(events.length);
    await repositories.store.close();
  }, 120_000);
});

async function talks({ store, sessions, claims }: Repositories): Promise<EventEnvelope[]> {
  const events: EventEnvelope[] = [];
  for (let count = 0; count < SESSIONS; count += 1) {
    const { session } = await sessions.create(newSession());
    const claim = { sessionId: session.id, agentProcess: 'p', agentIdentity: 'agent', leaseMs: 1, now: NOON };
    const source = new EventSource(session.id, (await claims.claim(claim)).epoch);
    for (let index = 0; index < EVENTS_PER_SESSION; index += 2) {
      events.push(source.said(`sentence ${index}`), source.used(1));
    }
  }
  await store.close();
  return events;
}

function cut(events: readonly EventEnvelope[]): EventEnvelope[][] {
  const count = Math.ceil(events.length / BATCH);
  return Array.from({ length: count }, (_, index) => events.slice(index * BATCH, (index + 1) * BATCH));
}

/** Each event has its number, its message or its usage, and its place in the index; gives how many there are. */
async function expectWhole({ store: { db, kind } }: Repositories): Promise<number> {
  if (kind === 'sqlite') await expectSound(db);
  const { rows: sessions } = await sql<{ last_seq: number; events: number; highest: number }>`
    select session.last_seq, count(event.seq) as events, coalesce(max(event.seq), 0) as highest
    from session left join event on event.tenant_id = session.tenant_id and event.session_id = session.id
    group by session.tenant_id, session.id`.execute(db);
  for (const { last_seq, events, highest } of sessions)
    expect([events, highest]).toEqual([last_seq, last_seq]);
  const { rows: halves } = await sql`
    select event.id from event
    left join message on message.tenant_id = event.tenant_id and message.id = event.id and message.seq = event.seq
    left join usage on usage.tenant_id = event.tenant_id and usage.id = event.id
    where (event.type = 'message.added') <> (message.id is not null)
       or (event.type = 'usage.added') <> (usage.id is not null)`.execute(db);
  expect(halves).toEqual([]);
  const { rows: derived } = await sql<{ count: number }>`
    select (select count(*) from message) + (select count(*) from usage) as count`.execute(db);
  const total = sessions.reduce((sum, { events }) => sum + events, 0);
  expect(derived).toEqual([{ count: total }]);
  return total;
}

async function expectSound(db: Repositories['store']['db']): Promise<void> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  expect(rows).toEqual([{ integrity_check: 'ok' }]);
  await sql`insert into message_search (message_search, rank) values ('integrity-check', 1)`.execute(db);
}
