import type { EventEnvelope } from '#conversation';
import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { EventRepository } from './event.repository.js';

describe.each(DATABASES)(`${EventRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let events: EventRepository;
  let sessionId: string;
  let source: EventSource;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    events = repositories.events;
    sessionId = (await repositories.sessions.create(newSession())).session.id;
    source = await claim('agent-a', NOON);
  });
  afterEach(() => repositories.store.close());

  const claim = async (agentIdentity: string, now: number) => {
    const claimed = { sessionId, agentProcess: 'p', agentIdentity, leaseMs: 3_000, now };
    const { epoch } = await repositories.claims.claim(claimed);
    return new EventSource(sessionId, epoch, now);
  };
  const ingest = (...envelopes: EventEnvelope[]) => events.ingest(envelopes, NOON);
  const feed = (afterSeq = 0, limit = 1_000) => events.events('default', sessionId, { afterSeq, limit });
  const session = () => repositories.sessions.findAnyTenant(sessionId);
  const toolCalls = () => repositories.store.db.selectFrom('tool_call').selectAll().execute();

  it('keeps events in the order they were made and numbers them without gaps', async () => {
    const [first, second, third] = [source.said('one'), source.said('two'), source.said('three')];
    const outcome = await ingest(third, first, second);
    expect(outcome).toMatchObject({ accepted: 3, duplicates: 0, rejected: [], ended: [] });
    expect(outcome.applied.map(({ seq, id }) => [seq, id])).toEqual([
      [1, first.id],
      [2, second.id],
      [3, third.id],
    ]);
    await expect(feed()).resolves.toEqual(outcome.applied);
    await expect(feed(1, 1)).resolves.toEqual([outcome.applied[1]]);
    await expect(session()).resolves.toMatchObject({ lastSeq: 3 });
  });

  it('finds those of one type', async () => {
    await ingest(source.said('one'), source.used(1), source.said('two'), source.used(2));
    const used = await events.events('default', sessionId, { afterSeq: 0, limit: 9, type: 'usage.added' });
    expect(used.map(({ seq, type }) => [seq, type])).toEqual([
      [2, 'usage.added'],
      [4, 'usage.added'],
    ]);
  });

  it('counts an id once, in one batch and in a later one', async () => {
    const said = source.said('hello');
    await expect(ingest(said, said)).resolves.toMatchObject({ accepted: 1, duplicates: 1 });
    await expect(ingest(said)).resolves.toMatchObject({ accepted: 0, duplicates: 1, applied: [] });
    await expect(feed()).resolves.toHaveLength(1);
  });

  it('keeps a sentence with characters that a database has no place for, and so do its followers', async () => {
    const { applied } = await ingest(
      source.said('zero \u0000 and half \ud83d a face, whole 😀, and \\u0000'),
    );
    const text = 'zero \ufffd and half \ufffd a face, whole 😀, and \\u0000';
    expect(applied[0]?.payload.text).toBe(text);
    await expect(feed()).resolves.toEqual(applied);
    const messages = await repositories.store.db.selectFrom('message').select('text').execute();
    expect(messages.map((message) => message.text)).toEqual([text]);
  });

  it('knows what each answer cost: all that was used since the one before, in one batch or in several', async () => {
    const costMicros = ({ vendor, inputTokens }: { vendor: string; inputTokens: number }) =>
      vendor === 'dear' ? inputTokens * 100 : null;
    const answer = (text: string) => source.said(text, 'agent');
    const used = (vendor: string, tokens: number) => source.used(tokens, vendor);
    const batch = [source.said('hello'), used('dear', 1), used('dear', 2), answer('one'), answer('two')];
    await events.ingest([...batch, used('dear', 4)], NOON, costMicros);
    await events.ingest([used('dear', 5), answer('three'), used('unknown', 1)], NOON, costMicros);
    await events.ingest([used('dear', 1), answer('four')], NOON, costMicros);
    const messages = await repositories.store.db
      .selectFrom('message')
      .select(['text', 'cost_micros'])
      .orderBy('seq')
      .execute();
    expect(messages.map(({ text, cost_micros }) => [text, cost_micros])).toEqual([
      ['hello', null],
      ['one', 300],
      ['two', null],
      ['three', 900],
      ['four', null],
    ]);
  });

  it('takes a thousand events at once and lets others work in between', async () => {
    const batch = Array.from({ length: 1_000 }, (_, index) => source.said(`sentence ${index}`));
    let turns = 0;
    let done = false;
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const outcome = await events.ingest(batch, NOON);
    done = true;
    expect(outcome.applied.map(({ seq }) => seq)).toEqual(batch.map((_, index) => index + 1));
    expect(turns).toBeGreaterThanOrEqual(15);
  });

  it('tells unknown sessions, bad payloads and claims that never were, each for itself', async () => {
    const good = source.said('hello');
    const bad = { ...source.said('x'), payload: { role: 'dog' } };
    const unknown = { ...source.said('x'), sessionId: newId() };
    const early = { ...source.said('x'), epoch: 9 };
    const outcome = await ingest(good, bad, unknown, early);
    expect(outcome.accepted).toBe(1);
    expect(outcome.rejected).toHaveLength(3);
    expect(outcome.rejected).toEqual(
      expect.arrayContaining([
        { id: bad.id, code: 'bad_event' },
        { id: unknown.id, code: 'session_not_found' },
        { id: early.id, code: 'lease_superseded' },
      ]),
    );
  });

  it('keeps types and versions of later times as they are', async () => {
    const dream = source.raw('agent.dreamt', { of: ['sheep'] });
    const newer = source.raw('message.added', { words: [] }, 2);
    await expect(ingest(dream, newer)).resolves.toMatchObject({ accepted: 2 });
    await expect(feed()).resolves.toMatchObject([
      { type: 'agent.dreamt', payload: { of: ['sheep'] } },
      { type: 'message.added', v: 2 },
    ]);
  });

  it('keeps what a payload has beyond what is known', async () => {
    const said = source.said('hello');
    await ingest({ ...said, payload: { ...said.payload, mood: 'sunny' } });
    await expect(feed()).resolves.toMatchObject([{ payload: { text: 'hello', mood: 'sunny' } }]);
  });

  describe('of an older claim', () => {
    it('are taken when they happened before the newer one, and refused after', async () => {
      const [before, after] = [source.said('before'), source.said('after')];
      const newer = await claim('agent-b', NOON + 150); // between the two
      const outcome = await ingest(newer.said('I am here'), after, before);
      expect(outcome.rejected).toEqual([{ id: after.id, code: 'lease_superseded' }]);
      expect(outcome.applied.map(({ id }) => id)).toContain(before.id);
    });

    it('do not end a session that another agent goes on with', async () => {
      const ended = source.event('session.ended', { reason: 'error', detail: 'crash' });
      await claim('agent-b', NOON + 1_000);
      await expect(ingest(ended)).resolves.toMatchObject({ accepted: 1, ended: [] });
      await expect(session()).resolves.toMatchObject({ state: 'active' });
    });
  });

  it('refuses what happens after the api has ended the session, and takes what happened before', async () => {
    const [before, after] = [source.said('before'), source.said('after')];
    await repositories.sessions.end(keyOf(sessionId), 'agent_lost', NOON + 150);
    const outcome = await ingest(before, after);
    expect(outcome).toMatchObject({ accepted: 1, rejected: [{ id: after.id, code: 'lease_superseded' }] });
  });

  describe('move the session', () => {
    const ending = () => source.event('session.ended', { reason: 'user_left', detail: null });

    it('to its end, and still take what the agent adds', async () => {
      const end = ending();
      await expect(ingest(end)).resolves.toMatchObject({ ended: [sessionId] });
      await expect(session()).resolves.toMatchObject({
        state: 'ended',
        endReason: 'user_left',
        endedAt: Date.parse(end.at),
      });
      await expect(ingest(source.used(3))).resolves.toMatchObject({ accepted: 1, ended: [] });
      await expect(repositories.claims.expiredAt(NOON + 9_000_000)).resolves.toEqual([]);
    });

    it('with the reason that the api gave before', async () => {
      await repositories.sessions.markEnding(keyOf(sessionId), 'max_duration', NOON + 1);
      await ingest(ending());
      await expect(session()).resolves.toMatchObject({ state: 'ended', endReason: 'max_duration' });
    });

    it('only once', async () => {
      await repositories.sessions.end(keyOf(sessionId), 'stopped', NOON + 9_000);
      await expect(ingest(ending())).resolves.toMatchObject({ accepted: 1, ended: [] });
      await expect(session()).resolves.toMatchObject({ endReason: 'stopped', endedAt: NOON + 9_000 });
    });

    it('and know who is there, in whatever order they are told', async () => {
      const joined = source.event('person.joined', { identity: 'ann', name: 'Ann' });
      const left = source.event('person.left', { identity: 'ann', reason: 'client_initiated' });
      const back = source.event('person.joined', { identity: 'ann', name: 'Ann' });
      await ingest(back);
      await ingest(left);
      await ingest(joined);
      await expect(session()).resolves.toMatchObject({
        people: [
          { identity: 'ann', name: 'Ann', joinedAt: Date.parse(back.at), leftAt: Date.parse(left.at) },
        ],
      });
    });
  });

  it('makes one row of a call and its end, whichever comes first', async () => {
    const [called, finished] = [source.called('c1'), source.finished('c1')];
    await ingest(finished);
    await expect(toolCalls()).resolves.toMatchObject([{ call_id: 'c1', called_at: null, outcome: 'done' }]);
    await ingest(called);
    await expect(toolCalls()).resolves.toMatchObject([
      { called_at: Date.parse(called.at), outcome: 'done', duration_ms: 12.5, idempotency_key: 'key-c1' },
    ]);
  });

  it('is part of a transaction that its caller opened', async () => {
    const failed = repositories.store.write(async () => {
      await ingest(source.said('hello'));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(feed()).resolves.toEqual([]);
  });
});
