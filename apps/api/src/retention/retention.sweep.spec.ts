import { setImmediate as turn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { ErasureRepository, LeaseRepository, PersonRepository, TraceRepository } from '#store';
import { DATABASES, EventSource, newSession, openRepositories } from '#store/testing';
import type { Repositories } from '#store/testing';
import { ErasureService } from '../erasure/erasure.service.js';
import { RetentionConfig } from './retention.config.js';
import { RetentionMetrics } from './retention.metrics.js';
import { RetentionSweep } from './retention.sweep.js';

const A_DAY_MS = 86_400_000;

class FakeFiles {
  readonly erased: string[] = [];
  broken = false;

  erase(location: string): Promise<void> {
    if (this.broken) return Promise.reject(new Error('The disk is gone.'));
    this.erased.push(location);
    return Promise.resolve();
  }
}

describe.each(DATABASES)(`${RetentionSweep.name} on $kind`, ({ kind, fresh }) => {
  let repositories: Repositories;
  let files: FakeFiles;
  let registry: Registry;
  const sweeps: RetentionSweep[] = [];

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });
  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    files = new FakeFiles();
  });
  afterEach(async () => {
    for (const sweep of sweeps.splice(0)) await sweep.beforeApplicationShutdown();
    await repositories.store.close();
  });

  function start(days: number | undefined): RetentionSweep {
    const { store } = repositories;
    const eraser = new ErasureRepository(store, new PersonRepository(store), new TraceRepository(store));
    const sweep = new RetentionSweep(
      Object.assign(new RetentionConfig(), { days }),
      store,
      new LeaseRepository(store),
      eraser,
      new ErasureService(eraser, files),
      new RetentionMetrics((registry = new Registry())),
    );
    sweeps.push(sweep);
    sweep.onApplicationBootstrap();
    return sweep;
  }

  /** @param daysAgo of its end; null while it goes on */
  async function talk(conversationId: string, daysAgo: number | null): Promise<string> {
    const { sessions, claims, events, store } = repositories;
    const now = Date.now() - (daysAgo ?? 0) * A_DAY_MS;
    const { session } = await sessions.create(newSession({ conversationId, now }));
    const { id: sessionId } = session;
    const claim = { sessionId, agentProcess: 'p', agentIdentity: 'a', leaseMs: 1, now };
    const { epoch } = await claims.claim(claim);
    await events.ingest([new EventSource(sessionId, epoch, now).said('Hello.')], now);
    await sql`insert into recording (tenant_id, id, conversation_id, session_id, state, location, segments, duration_ms, bytes, started_at)
      values ('default', ${sessionId}, ${conversationId}, ${sessionId}, 'done', ${`files-of-${sessionId}`}, '[]', 0, 0, 0)`.execute(
      store.db,
    );
    if (daysAgo !== null) await sessions.end({ tenantId: 'default', id: sessionId }, 'stopped', now + 1_000);
    return sessionId;
  }
  async function left(): Promise<string[]> {
    return (await repositories.store.db.selectFrom('session').select('id').execute()).map(({ id }) => id);
  }
  async function until(count: number): Promise<void> {
    while ((await left()).length !== count) await turn();
  }
  const conversations = async () =>
    (await repositories.store.db.selectFrom('conversation').select('id').execute())
      .map(({ id }) => id)
      .sort();

  it('erases what ended too long ago, with its files, and a conversation with its last session', async () => {
    const old = [await talk('over', 40), await talk('goes-on', 31)];
    const kept = [await talk('goes-on', 1), await talk('lasts', null)];
    start(30);
    await until(kept.length);
    expect((await left()).sort()).toEqual(kept.sort());
    expect(await conversations()).toEqual(['goes-on', 'lasts']);
    expect(files.erased.sort()).toEqual(old.map((id) => `files-of-${id}`).sort());
    const { rows } = await sql<{ count: number }>`select count(*) as count from message`.execute(
      repositories.store.db,
    );
    expect(rows).toEqual([{ count: kept.length }]);
    expect(await registry.metrics()).toContain('parley_retention_erased_total{kind="sessions"} 2');
  });

  it('goes through more than one reading can hold', async () => {
    for (let count = 0; count < 60; count += 1) await talk(`c${count}`, 31);
    start(30);
    await until(0);
    expect(await conversations()).toEqual([]);
  });

  it('goes on where it was stopped in the middle', async () => {
    await talk('over', 40);
    files.broken = true;
    await start(30).beforeApplicationShutdown();
    expect(await left()).toHaveLength(1);
    files.broken = false;
    start(30);
    await until(0);
  });

  it('keeps everything where nothing is said', async () => {
    await talk('over', 40_000 / 2);
    await start(undefined).beforeApplicationShutdown();
    expect(await left()).toHaveLength(1);
  });

  if (kind === 'postgres') {
    it('leaves it to the process that is at it', async () => {
      await talk('over', 40);
      const leases = new LeaseRepository(repositories.store);
      const now = Date.now();
      await leases.hold({ name: 'retention', holder: 'another', leaseMs: 600_000, now });
      await start(30).beforeApplicationShutdown();
      expect(await left()).toHaveLength(1);
      await leases.putDown({ name: 'retention', holder: 'another' });
      start(30);
      await until(0);
    });
  }
});
