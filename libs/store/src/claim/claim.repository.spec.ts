import { DATABASES } from '../../testing/databases.js';
import { keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { SessionNotFound, SessionOver } from '../store.errors.js';
import { ClaimRepository } from './claim.repository.js';

const LEASE_MS = 3_000;

describe.each(DATABASES)(`${ClaimRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let claims: ClaimRepository;
  let sessionId: string;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    claims = repositories.claims;
    sessionId = (await repositories.sessions.create(newSession())).session.id;
  });
  afterEach(() => repositories.store.close());

  const claim = (agentIdentity = 'agent-a', now = NOON) =>
    claims.claim({ sessionId, agentProcess: 'process-1', agentIdentity, leaseMs: LEASE_MS, now });
  const renew = (epoch: number, now: number) => claims.renew({ sessionId, epoch, leaseMs: LEASE_MS, now });

  it('gives the first claim epoch 1 and makes the session active', async () => {
    const first = await claim();
    expect(first).toMatchObject({ epoch: 1, previous: null, session: { id: sessionId, startedAt: null } });
    await expect(repositories.sessions.findAnyTenant(sessionId)).resolves.toMatchObject({
      state: 'active',
      startedAt: NOON,
    });
  });

  it('ends the older claim with a newer one, and names its ghost', async () => {
    await claim('agent-a');
    const second = await claim('agent-b', NOON + 10);
    expect(second).toMatchObject({
      epoch: 2,
      previous: { epoch: 1, agentIdentity: 'agent-a' },
      session: { startedAt: NOON },
    });
    await expect(renew(1, NOON + 20)).resolves.toEqual({ outcome: 'superseded' });
    await expect(renew(2, NOON + 20)).resolves.toEqual({ outcome: 'renewed', ending: null });
  });

  it('numbers claims that come at once one after the other', async () => {
    const epochs = await Promise.all(Array.from({ length: 20 }, () => claim()));
    expect(epochs.map(({ epoch }) => epoch).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('refuses sessions that are unknown, ending or over', async () => {
    const unknown = {
      sessionId: 'x',
      agentProcess: 'p',
      agentIdentity: 'agent',
      leaseMs: LEASE_MS,
      now: NOON,
    };
    await expect(claims.claim(unknown)).rejects.toThrow(SessionNotFound);
    await repositories.sessions.markEnding(keyOf(sessionId), 'stopped', NOON);
    await expect(claim()).rejects.toThrow(SessionOver);
    await repositories.sessions.end(keyOf(sessionId), 'stopped', NOON);
    await expect(claim()).rejects.toThrow(SessionOver);
  });

  it('knows which claims are in force: not of those that are put down, nor of sessions that are over or unknown', async () => {
    const [other, over] = await Promise.all([
      repositories.sessions.create(newSession()),
      repositories.sessions.create(newSession()),
    ]);
    const claimed = { agentProcess: 'process-1', agentIdentity: 'agent-a', leaseMs: LEASE_MS, now: NOON };
    for (const { session } of [other, over]) await claims.claim({ ...claimed, sessionId: session.id });
    await claim();
    await claim();
    await claims.release(other.session.id, 1, NOON);
    await repositories.sessions.end(keyOf(over.session.id), 'stopped', NOON);
    const asked = [sessionId, other.session.id, over.session.id, 'nobody'];
    expect(await claims.epochsInForce(asked)).toEqual(new Map([[sessionId, 2]]));
    expect(await claims.epochsInForce([])).toEqual(new Map());
  });

  it('tells the agent with a renewal that it is to end', async () => {
    await claim();
    await repositories.sessions.markEnding(keyOf(sessionId), 'max_duration', NOON + 1);
    await expect(renew(1, NOON + 2)).resolves.toEqual({ outcome: 'renewed', ending: 'max_duration' });
    await repositories.sessions.end(keyOf(sessionId), 'error', NOON + 3);
    await expect(renew(1, NOON + 4)).resolves.toEqual({ outcome: 'superseded' });
  });

  it('renews nothing for an epoch or a session that never was', async () => {
    await claim();
    await expect(renew(7, NOON)).resolves.toEqual({ outcome: 'superseded' });
    await expect(claims.renew({ sessionId: 'x', epoch: 1, leaseMs: 1, now: NOON })).resolves.toEqual({
      outcome: 'superseded',
    });
  });

  describe('a lease that ran out', () => {
    beforeEach(async () => {
      await claim('agent-a');
    });
    const lateBy = (ms: number) => NOON + LEASE_MS + ms;

    it('is found from its last moment on, with what it takes to clean up', async () => {
      await expect(claims.expiredAt(lateBy(-1))).resolves.toEqual([]);
      await expect(claims.expiredAt(lateBy(0))).resolves.toEqual([
        {
          tenantId: 'default',
          sessionId,
          room: `room-${sessionId}`,
          epoch: 1,
          agentProcess: 'process-1',
          agentIdentity: 'agent-a',
          expiresAt: NOON + LEASE_MS,
        },
      ]);
    });

    it('is not found when it was renewed, released, fenced, or its session is over', async () => {
      await renew(1, NOON + 1_000);
      await expect(claims.expiredAt(lateBy(0))).resolves.toEqual([]);
      await expect(claims.findHeld(sessionId, 1)).resolves.toMatchObject({ agentIdentity: 'agent-a' });
      await expect(claims.release(sessionId, 1, NOON + 2_000)).resolves.toBe(true);
      await expect(claims.release(sessionId, 1, NOON + 2_000)).resolves.toBe(false);
      await expect(claims.findHeld(sessionId, 1)).resolves.toBeUndefined();
      await expect(claims.expiredAt(lateBy(9_000))).resolves.toEqual([]);
      await expect(renew(1, NOON + 2_001)).resolves.toEqual({ outcome: 'superseded' });
      await claim('agent-b', NOON + 3_000);
      await claims.fence(sessionId, 2, lateBy(9_000));
      await expect(claims.expiredAt(lateBy(9_000))).resolves.toEqual([]);
      await claim('agent-c', NOON + 20_000);
      await repositories.sessions.end(keyOf(sessionId), 'stopped', NOON + 20_001);
      await expect(claims.expiredAt(lateBy(90_000))).resolves.toEqual([]);
    });

    it('is counted, with those before it', async () => {
      await claim('agent-b', NOON + 5_000);
      await claim('agent-c', NOON + 9_000);
      await expect(claims.countSince(sessionId, NOON + 1)).resolves.toBe(2);
      await expect(claims.countSince(sessionId, NOON)).resolves.toBe(3);
    });

    it('runs out sooner where somebody says so who knows its last renewal', async () => {
      const expiresAt = NOON + 1_800;
      const haste = { leaseMs: LEASE_MS, expiresAt };
      const since = { ...haste, renewedBefore: NOON + 1 };
      await expect(claims.hasten('process-1', { ...haste, renewedBefore: NOON })).resolves.toBe(0);
      await expect(claims.hasten('process-2', since)).resolves.toBe(0);
      await expect(claims.expiredAt(expiresAt)).resolves.toEqual([]);
      await expect(claims.hasten('process-1', since)).resolves.toBe(1);
      await expect(claims.expiredAt(expiresAt)).resolves.toHaveLength(1);
      await expect(claims.hasten('process-1', { ...since, expiresAt: expiresAt + 1 })).resolves.toBe(0);
      await renew(1, expiresAt);
      await expect(claims.expiredAt(expiresAt + 1)).resolves.toEqual([]);
    });

    it('can still be renewed until it is counted as lost', async () => {
      await expect(renew(1, lateBy(500))).resolves.toEqual({ outcome: 'renewed', ending: null });
    });

    it('is counted as lost once, and never after a renewal that was faster', async () => {
      await expect(claims.fence(sessionId, 1, lateBy(-1))).resolves.toBe(false);
      await expect(claims.fence(sessionId, 1, lateBy(0))).resolves.toBe(true);
      await expect(claims.fence(sessionId, 1, lateBy(1))).resolves.toBe(false);
      await expect(renew(1, lateBy(2))).resolves.toEqual({ outcome: 'superseded' });
    });
  });
});
