import type { EventEnvelope } from '#conversation';
import { EventSource, newSession, openRepositories, Random } from '#store/testing';
import type { Repositories } from '#store/testing';
import { eventually, report } from './requests.js';

const SESSIONS = 10;
const EVENTS_PER_SESSION = 1_000;
const BATCH = 200;
const HOUR_MS = 3_600_000;

/** 10,000 events of ten talks, every batch twice, mixed over the talks and in no order. */
export class ShuffledTalks {
  private constructor(
    private readonly databaseUrl: string,
    private readonly talks: readonly Talk[],
    readonly batches: readonly EventEnvelope[][],
  ) {}

  static async in(databaseUrl: string, seed: number): Promise<ShuffledTalks> {
    const random = new Random(seed);
    const talks = await open(databaseUrl);
    const all = random.shuffled(talks.flatMap(({ events }) => events));
    const batches = random.shuffled(cut(all).flatMap((batch) => [batch, random.shuffled(batch)]));
    return new ShuffledTalks(databaseUrl, talks, batches);
  }

  get sessionIds(): string[] {
    return this.talks.map(({ sessionId }) => sessionId);
  }

  /** No api has the database any more. */
  async expectExact(): Promise<void> {
    const repositories = await openRepositories(this.databaseUrl);
    for (const talk of this.talks) await expectExact(repositories, talk);
    await repositories.store.close();
  }
}

/** As the spool does: again until there is an answer, from whichever api. */
export async function untilConfirmed(urlOf: () => string, events: readonly EventEnvelope[]): Promise<void> {
  const confirmed = () =>
    report(urlOf(), 'events', { events }).then(
      ({ status, body }) => status === 200 && Array.isArray(body.rejected) && body.rejected.length === 0,
      () => false,
    );
  await eventually(confirmed, (done) => done, 60_000);
}

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
