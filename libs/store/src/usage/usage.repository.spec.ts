import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import type { UsageQuery } from './usage.records.js';
import { UsageRepository } from './usage.repository.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

describe.each(DATABASES)(`${UsageRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let usage: UsageRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    usage = new UsageRepository(repositories.store);
  });
  afterEach(() => repositories.store.close());

  /** A session of so many minutes that used so many tokens. */
  async function talk(at: number, minutes: number, tokens: number, tenantId = 'default'): Promise<string> {
    const { sessions, claims, events } = repositories;
    const { session } = await sessions.create(newSession({ now: at, tenantId }));
    const sessionId = session.id;
    const claim = { sessionId, agentProcess: 'a', agentIdentity: 'agent-a', leaseMs: 3_000, now: at };
    const { epoch } = await claims.claim(claim);
    const source = new EventSource(sessionId, epoch, at);
    await events.ingest([source.used(tokens), source.used(tokens)], at);
    await sessions.end({ ...keyOf(sessionId), tenantId }, 'stopped', at + minutes * MINUTE_MS);
    return sessionId;
  }
  const sums = async (query: Partial<UsageQuery>) => (await page(query)).items;
  const page = (query: Partial<UsageQuery>) =>
    usage.sums('default', {
      by: 'session',
      from: NOON - 10 * DAY_MS,
      to: NOON + DAY_MS,
      now: NOON,
      limit: 10,
      ...query,
    });

  it('adds up by session, agent and day, each tenant its own', async () => {
    const first = await talk(NOON - DAY_MS, 2, 10);
    const second = await talk(NOON, 3, 100);
    await talk(NOON, 3, 1_000, 'acme');
    const of = (key: string, sessions: number, minutes: number, tokens: number) =>
      expect.objectContaining({
        key,
        sessions,
        talkedMs: minutes * MINUTE_MS,
        inputTokens: tokens,
        characters: tokens * 2,
        audioSeconds: tokens / 4,
        costMicros: null,
      }) as unknown;
    expect(await sums({})).toEqual([of(second, 1, 3, 200), of(first, 1, 2, 20)]);
    expect(await sums({ by: 'agent' })).toEqual([of('tara', 2, 5, 220)]);
    expect(await sums({ by: 'day' })).toEqual([of('2026-01-15', 1, 3, 200), of('2026-01-14', 1, 2, 20)]);
  });

  it('knows what was spent only where it knows what everything cost', async () => {
    const { sessions, claims, events } = repositories;
    const { session } = await sessions.create(newSession());
    const claim = { agentProcess: 'a', agentIdentity: 'agent-a', leaseMs: 3_000, now: NOON };
    const { epoch } = await claims.claim({ ...claim, sessionId: session.id });
    const source = new EventSource(session.id, epoch, NOON);
    const spent = async () => [
      (await sessions.usage('default', session.id)).costMicros,
      (await sums({}))[0]?.costMicros,
    ];
    const known = [source.used(5), source.used(7)];
    const first = await events.ingest(known, NOON, ({ inputTokens }) => inputTokens * 10);
    expect(first.spent).toEqual(new Map([[session.id, 120]]));
    expect(await spent()).toEqual([120, 120]);
    await events.ingest([source.used(1)], NOON, () => null);
    expect(await spent()).toEqual([null, null]);
    expect(await sessions.knownCostMicros('default', session.id)).toBe(120);
    expect(await usage.knownCostMicros('default', NOON)).toBe(120);
    expect(await usage.knownCostMicros('default', NOON + DAY_MS)).toBe(0);
    expect(await usage.knownCostMicros('acme', NOON)).toBe(0);
  });

  it('takes only what was in the time that is asked for', async () => {
    await talk(NOON - DAY_MS, 2, 10);
    await talk(NOON, 3, 100);
    expect(await sums({ by: 'agent', from: NOON })).toMatchObject([{ sessions: 1, inputTokens: 200 }]);
    expect(await sums({ by: 'agent', to: NOON })).toMatchObject([{ sessions: 1, inputTokens: 20 }]);
  });

  it('goes page by page, each row once', async () => {
    for (const days of [0, 1, 2]) await talk(NOON - days * DAY_MS, 1, 1);
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await page({ by: 'day', limit: 2, cursor });
      keys.push(...items.map(({ key }) => key));
      cursor = nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(keys).toEqual(['2026-01-15', '2026-01-14', '2026-01-13']);
    await expect(page({ cursor: 'x' })).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('counts a talk that goes on until now, and no money where nothing was used', async () => {
    const { sessions, claims } = repositories;
    const { session } = await sessions.create(newSession());
    const claim = { agentProcess: 'a', agentIdentity: 'agent-a', leaseMs: 3_000, now: NOON };
    await claims.claim({ ...claim, sessionId: session.id });
    await sessions.create(newSession());
    expect(await sums({ now: NOON + MINUTE_MS })).toMatchObject([
      { key: session.id, talkedMs: MINUTE_MS, costMicros: 0 },
    ]);
  });
});
