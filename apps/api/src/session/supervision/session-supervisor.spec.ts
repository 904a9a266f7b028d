import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { builtInAgent, newId } from '#conversation';
import { Dispatches, Rooms } from '#livekit';
import { FakeLivekit } from '#livekit/testing';
import { ClaimRepository, SessionRepository } from '#store';
import { LoggingModule, MetricsModule } from '#telemetry';
import { SessionCloser } from '../session-closer.js';
import { SessionStarter } from '../session-starter.js';
import { SessionModule } from '../session.module.js';
import { SessionSupervisor } from './session-supervisor.js';
import { TakeOver } from './take-over.js';

const LEASE_MS = 3_000;
const ROOM = 'a room';

describe(SessionSupervisor.name, () => {
  let module: TestingModule;
  let livekit: FakeLivekit;
  let sessions: SessionRepository;
  let claims: ClaimRepository;

  beforeEach(async () => {
    Object.assign(process.env, { DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', LEASE_MS: '' });
    Logger.overrideLogger(false);
    livekit = new FakeLivekit();
    const imports = [LoggingModule.forApp('test'), MetricsModule, SessionModule];
    module = await Test.createTestingModule({ imports })
      .overrideProvider(Rooms)
      .useValue(livekit.rooms)
      .overrideProvider(Dispatches)
      .useValue(livekit.dispatches)
      .compile();
    sessions = module.get(SessionRepository);
    claims = module.get(ClaimRepository);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    await module.init();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await module.close();
  });

  async function startSession(maxDurationS = 3_600): Promise<string> {
    const tara = builtInAgent('tara');
    if (!tara) throw new Error('There is no Tara.');
    const { session } = await module.get(SessionStarter).start({
      tenantId: 'default',
      owner: 'tests',
      room: ROOM,
      conversationId: newId(),
      voiceFrom: 'voice',
      personIdentity: 'user-1',
      definition: { ...tara, limits: { ...tara.limits, maxDurationS } },
      agentVersion: null,
    });
    return session.id;
  }

  function claim(sessionId: string) {
    const agent = { agentProcess: 'p', agentIdentity: 'agent-1', leaseMs: LEASE_MS };
    return claims.claim({ sessionId, ...agent, now: Date.now() });
  }

  /** Lets time pass with a heartbeat every second; returns what the last one answered. */
  async function passRenewing(sessionId: string, epoch: number, seconds: number) {
    for (let second = 0; second < seconds; second++) {
      await jest.advanceTimersByTimeAsync(1_000);
      await claims.renew({ sessionId, epoch, leaseMs: LEASE_MS, now: Date.now() });
    }
    return claims.renew({ sessionId, epoch, leaseMs: LEASE_MS, now: Date.now() });
  }

  const stateOf = async (id: string) => {
    const session = await sessions.findAnyTenant(id);
    return [session?.state, session?.endReason];
  };

  it('counts a lease as lost when it ran out, and not before', async () => {
    const id = await startSession();
    await claim(id);
    await jest.advanceTimersByTimeAsync(LEASE_MS - 300);
    expect(await stateOf(id)).toEqual(['active', null]);
    await jest.advanceTimersByTimeAsync(800);
    expect(await stateOf(id)).toEqual(['waiting', null]);
  });

  it('sends for another agent when one is lost, without the ghosts of the first', async () => {
    const id = await startSession();
    await claim(id);
    await jest.advanceTimersByTimeAsync(LEASE_MS + 300);
    expect(livekit.dispatchesMade).toBe(2);
    expect(livekit.openDispatches.map(({ id: dispatch }) => dispatch)).toEqual(['AD_2']);
    expect(livekit.removed).toEqual([
      { room: ROOM, identity: 'agent-1' },
      { room: ROOM, identity: 'liveavatar-voice' },
    ]);
    expect((await claim(id)).epoch).toBe(2);
    expect(await stateOf(id)).toEqual(['active', null]);
    expect(livekit.deletedRooms).toEqual([]);
  });

  it('sends for one successor of an agent that goes in good order, however long that takes', async () => {
    const id = await startSession();
    const { epoch } = await claim(id);
    await passRenewing(id, epoch, 5);
    const held = await claims.findHeld(id, epoch);
    if (!held) throw new Error('Nobody holds it.');
    const gone = Promise.withResolvers<undefined>();
    jest.spyOn(livekit.rooms, 'removeParticipant').mockReturnValue(gone.promise);
    const released = module.get(TakeOver).released(held);
    await jest.advanceTimersByTimeAsync(1_000); // some rounds
    gone.resolve(undefined);
    await released;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(livekit.dispatchesMade).toBe(2);
  });

  it('goes on sending for one while LiveKit is away, and gives up in the end', async () => {
    const id = await startSession();
    await claim(id);
    livekit.down = true;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await stateOf(id)).toEqual(['waiting', null]);
    livekit.down = false;
    await jest.advanceTimersByTimeAsync(2_000);
    expect(livekit.openDispatches).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await stateOf(id)).toEqual(['ended', 'agent_lost']);
  });

  it('gives no more agents to a talk that cost three within a minute', async () => {
    const id = await startSession();
    for (let i = 0; i < 2; i++) {
      await claim(id);
      await jest.advanceTimersByTimeAsync(LEASE_MS + 300);
      expect(await stateOf(id)).toEqual(['waiting', null]);
    }
    await claim(id);
    await jest.advanceTimersByTimeAsync(LEASE_MS + 300);
    expect(await stateOf(id)).toEqual(['ended', 'agent_lost']);
    expect(livekit.deletedRooms).toEqual([ROOM]);
  });

  it('gives agents a whole lease period after this process stood still', async () => {
    const id = await startSession();
    const { epoch } = await claim(id);
    await passRenewing(id, epoch, 5);
    jest.setSystemTime(Date.now() + 60_000);
    await jest.advanceTimersByTimeAsync(LEASE_MS - 1_500);
    expect(await stateOf(id)).toEqual(['active', null]);
    expect((await passRenewing(id, epoch, 5)).outcome).toBe('renewed');
  });

  it('gives them the same after a time without a database', async () => {
    const id = await startSession();
    const { epoch } = await claim(id);
    const away = new Error('nobody is there');
    const reads = [
      jest.spyOn(claims, 'expiredAt').mockRejectedValue(away),
      jest.spyOn(sessions, 'liveSessions').mockRejectedValue(away),
    ];
    await jest.advanceTimersByTimeAsync(20_000);
    for (const read of reads) read.mockRestore();
    // It looks once a second while nobody is there.
    await jest.advanceTimersByTimeAsync(LEASE_MS - 2_500);
    expect(await stateOf(id)).toEqual(['active', null]);
    expect((await passRenewing(id, epoch, 5)).outcome).toBe('renewed');
  });

  it('asks the agent to end a talk that lasted too long, and ends it when the agent does not', async () => {
    const id = await startSession(30);
    const { epoch } = await claim(id);
    expect(await passRenewing(id, epoch, 28)).toEqual({ outcome: 'renewed', ending: null });
    expect(await passRenewing(id, epoch, 4)).toEqual({ outcome: 'renewed', ending: 'max_duration' });
    expect(livekit.deletedRooms).toEqual([]);

    expect(await passRenewing(id, epoch, 11)).toEqual({ outcome: 'superseded' });
    expect(await stateOf(id)).toEqual(['ended', 'max_duration']);
    expect(livekit.deletedRooms).toEqual([ROOM]);
  });

  it('waits longer for a job that a worker has taken', async () => {
    livekit.onDispatch = (dispatch) => (dispatch.taken = true);
    await startSession();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(livekit.dispatchesMade).toBe(1);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(livekit.dispatchesMade).toBe(2);
  });

  it('makes the room again when LiveKit forgot it', async () => {
    await startSession();
    livekit.openRooms.clear();
    livekit.openDispatches.length = 0;
    await jest.advanceTimersByTimeAsync(2_600);
    expect([...livekit.openRooms.keys()]).toEqual([ROOM]);
    expect(livekit.openDispatches).toHaveLength(1);
  });

  it('goes on trying while LiveKit is away, until the start time-out', async () => {
    const id = await startSession();
    livekit.down = true;
    await jest.advanceTimersByTimeAsync(10_000);
    livekit.down = false;
    await jest.advanceTimersByTimeAsync(2_000);
    expect(livekit.dispatchesMade).toBeGreaterThan(1);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await stateOf(id)).toEqual(['ended', 'no_capacity']);
  });

  it('closes a room later when LiveKit was away, but not one that is in use again', async () => {
    const id = await startSession();
    const session = await sessions.findAnyTenant(id);
    livekit.down = true;
    if (session) await module.get(SessionCloser).stop(session, 'stopped');
    livekit.down = false;
    await startSession();
    await jest.advanceTimersByTimeAsync(500);
    expect(livekit.deletedRooms).toEqual([]);
    expect(livekit.openRooms.has(ROOM)).toBe(true);
  });
});
