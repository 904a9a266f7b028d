import type { EventEnvelope } from '#conversation';
import { DATABASES, EventSource, newSession, openRepositories, Random } from '#store/testing';
import type { Repositories } from '#store/testing';
import { ApiProcess } from './api-process.js';
import { eventually, report } from './requests.js';

const SESSIONS = 10;
const EVENTS_PER_SESSION = 1_000;
const BATCH = 200;
const SENDERS = 4;
const HOUR_MS = 3_600_000;

/** 10,000 events, every batch twice and mixed over the sessions, while the api is killed with -9 twice. */
describe.each(DATABASES)('ingest through the door on $kind, the api killed twice', ({ kind, fresh }) => {
  let api: ApiProcess;

  afterEach(() => api.close());

  it('ends in an exact store', async () => {
    const random = new Random(11);
    const databaseUrl = await fresh();
    const talks = await open(databaseUrl);
    const all = random.shuffled(talks.flatMap(({ events }) => events));
    const batches = random.shuffled(cut(all).flatMap((batch) => [batch, random.shuffled(batch)]));
    api = await ApiProcess.at(databaseUrl);
    await api.start();

    const killAt = [Math.floor(batches.length / 3), Math.floor((2 * batches.length) / 3)];
    let confirmed = 0;
    let kills: Promise<void> = Promise.resolve();
    const queue = [...batches];
    const sender = async () => {
      for (let batch = queue.shift(); batch; batch = queue.shift()) {
        await untilConfirmed(api.url, batch);
        confirmed += 1;
        if (killAt.includes(confirmed)) kills = kills.then(() => api.kill()).then(() => api.start());
      }
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: SENDERS }, sender));
    await kills;
    const seconds = (performance.now() - begun) / 1_000;
    await api.close();

    const repositories = await openRepositories(databaseUrl);
    for (const talk of talks) await expectExact(repositories, talk);
    await repositories.store.close();
    process.stdout.write(
      `${kind}: ${2 * all.length} events in ${seconds.toFixed(1)} s, two kills included\n`,
    );
  }, 180_000);
});

interface Talk {
  sessionId: string;
  events: EventEnvelope[];
}

async function open(databaseUrl: string): Promise<Talk[]> {
  const { store, sessions, claims } = await openRepositories(databaseUrl);
  const now = Date.now();
  const talks: Talk[] = [];
  for (let count = 0; count < SESSIONS; count += 1) {
    const times = { now, startBy: now + HOUR_MS, endsAt: now + HOUR_MS };
    const { session } = await sessions.create(newSession(times));
    const claim = { sessionId: session.id, agentProcess: 'p', agentIdentity: 'agent', leaseMs: HOUR_MS, now };
    const source = new EventSource(session.id, (await claims.claim(claim)).epoch, now);
    const events = Array.from({ length: EVENTS_PER_SESSION / 2 }, (_, index) => [
      source.said(`sentence ${index} of ${session.id}`),
      source.used(1),
    ]).flat();
    talks.push({ sessionId: session.id, events });
  }
  await store.close();
  return talks;
}

function cut(events: readonly EventEnvelope[]): EventEnvelope[][] {
  const count = Math.ceil(events.length / BATCH);
  return Array.from({ length: count }, (_, index) => events.slice(index * BATCH, (index + 1) * BATCH));
}

/** As the spool does: again until there is an answer. */
async function untilConfirmed(url: string, events: readonly EventEnvelope[]): Promise<void> {
  const confirmed = () =>
    report(url, 'events', { events }).then(
      ({ status, body }) => status === 200 && Array.isArray(body.rejected) && body.rejected.length === 0,
      () => false,
    );
  await eventually(confirmed, (done) => done, 60_000);
}

async function expectExact({ store, sessions, events }: Repositories, talk: Talk): Promise<void> {
  const { sessionId } = talk;
  const kept = await events.events('default', sessionId, { afterSeq: 0, limit: 10_000 });
  expect(kept.map(({ seq }) => seq)).toEqual(talk.events.map((_, index) => index + 1));
  expect(kept.map(({ id }) => id).sort()).toEqual(talk.events.map(({ id }) => id).sort());
  const messages = await store.db
    .selectFrom('message')
    .select(['id', 'seq', 'text'])
    .where('session_id', '=', sessionId)
    .orderBy('seq')
    .execute();
  expect(messages).toEqual(
    kept
      .filter(({ type }) => type === 'message.added')
      .map(({ id, seq, payload }) => ({ id, seq, text: payload.text })),
  );
  expect(messages.map(({ text }) => text).sort()).toEqual(
    talk.events.flatMap(({ payload }) => (typeof payload.text === 'string' ? [payload.text] : [])).sort(),
  );
  const { inputTokens } = await sessions.usage('default', sessionId);
  expect(inputTokens).toBe(EVENTS_PER_SESSION / 2);
  await expect(sessions.findAnyTenant(sessionId)).resolves.toMatchObject({ lastSeq: EVENTS_PER_SESSION });
}
