import { FakeLivekit } from '#livekit/testing';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { eventually, send } from './requests.js';
import { aText } from './matchers.js';

const LEASE_MS = 600;

describe.each(DATABASES)('sessions on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  async function start(environment: Environment = {}, livekit?: FakeLivekit): Promise<void> {
    const database = { DATABASE_URL: await fresh() };
    api = await startApi({ ...database, LEASE_MS: String(LEASE_MS), ...environment }, livekit);
  }
  afterEach(() => api.close());

  async function startTalk() {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { body: {} });
    const sessionId = String(body.sessionId);
    return { sessionId, room: String(body.roomName), agent: new AgentOfTests(api.url, sessionId) };
  }
  const read = async (id: string) => (await send('GET', `${api.url}/session/${id}`)).body;
  const remove = (id: string) => send('DELETE', `${api.url}/session/${id}`);
  const ended = (id: string, reason: string, deadlineMs?: number) =>
    eventually(
      () => read(id),
      ({ status, endReason }) => status === 'ended' && endReason === reason,
      deadlineMs,
    );

  it('are listed newest first, in pages', async () => {
    await start();
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.unshift((await startTalk()).sessionId);
    const first = (await send('GET', `${api.url}/session?limit=2`)).body;
    const second = (await send('GET', `${api.url}/session?limit=2&cursor=${String(first.nextCursor)}`)).body;
    const listed = [first, second].flatMap(({ items }) => items as { id: string }[]);
    expect(listed.map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });

  it('show people and usage as the agent reports them', async () => {
    await start();
    const { sessionId, agent } = await startTalk();
    await agent.claim();
    const usage = {
      vendor: 'openai',
      model: 'gpt-realtime',
      inputTokens: 100,
      outputTokens: 50,
      cachedTokens: 10,
      inputAudioTokens: 80,
      outputAudioTokens: 40,
      seconds: 0,
      characters: 30,
      audioSeconds: 2.5,
    };
    await agent.tell(
      agent.event('person.joined', { identity: 'user-1', name: 'SanBot User' }),
      agent.event('usage.added', usage),
      agent.event('usage.added', usage),
    );
    expect(await read(sessionId)).toMatchObject({
      people: [{ identity: 'user-1', name: 'SanBot User', joinedAt: aText, leftAt: null }],
      usage: {
        inputTokens: 200,
        outputTokens: 100,
        cachedTokens: 20,
        characters: 60,
        audioSeconds: 5,
        cost: null,
      },
    });
  });

  it('tell how each person was heard, over all the minutes and agents', async () => {
    await start();
    const { sessionId, agent } = await startTalk();
    expect(await read(sessionId)).toMatchObject({ audioQuality: { people: [] } });
    await agent.claim();
    const minute = {
      participant: 'user-1',
      receivedS: 60,
      speechS: 10,
      levelDbfs: -20,
      clippedShare: 0.002,
      lossShare: 0.01,
      jitterMs: 4,
      concealedShare: 0.02,
      problems: ['clipping' as const],
    };
    const unknown = { speechS: 0, levelDbfs: null, lossShare: null, jitterMs: null, concealedShare: null };
    await agent.tell(
      agent.event('audio.quality', minute),
      agent.event('audio.quality', {
        ...minute,
        receivedS: 20,
        speechS: 10,
        levelDbfs: -30,
        lossShare: 0.05,
      }),
      agent.event('audio.quality', { ...minute, ...unknown, clippedShare: 0, problems: [] }),
      agent.event('audio.quality', { ...minute, ...unknown, participant: 'user-2', problems: [] }),
    );
    const { audioQuality } = (await read(sessionId)) as { audioQuality: { people: unknown[] } };
    expect(audioQuality.people).toEqual([
      {
        identity: 'user-1',
        receivedS: 140,
        speechS: 20,
        // Half the time at a hundredth of full power, half at a thousandth.
        levelDbfs: -22.6,
        clippedShare: 0.00114,
        lossShare: 0.02,
        jitterMs: 4,
        concealedShare: 0.02,
        problems: ['clipping'],
      },
      expect.objectContaining({ identity: 'user-2', levelDbfs: null, lossShare: null, jitterMs: null }),
    ]);
    const page = await send('GET', `${api.url}/session/${sessionId}/events`);
    expect(page.body.items).toContainEqual(
      expect.objectContaining({ type: 'audio.quality', v: 1, payload: minute }),
    );
  });

  it('that no agent has yet end at once when they are stopped, and only once', async () => {
    await start();
    const { sessionId, room } = await startTalk();
    expect((await remove(sessionId)).body).toEqual({ stopped: true });
    expect(await read(sessionId)).toMatchObject({ status: 'ended', endReason: 'stopped' });
    expect(api.livekit.deletedRooms).toContain(room);

    const again = await remove(sessionId);
    expect(again.status).toBe(404);
    expect(again.body.code).toBe('session_not_found');
    expect((await remove('nobody')).status).toBe(404);
  });

  it('that an agent has are ending until it has told the rest', async () => {
    await start({ LEASE_MS: '5000' });
    const { sessionId, room, agent } = await startTalk();
    await agent.claim();
    await remove(sessionId);
    expect(await read(sessionId)).toMatchObject({ status: 'ending', endReason: 'stopped' });
    expect(api.livekit.deletedRooms).toContain(room);
    expect((await agent.renew()).body.ending).toBe('stopped');

    const last = await agent.tell(
      agent.said('user', 'Goodbye.'),
      agent.event('session.ended', { reason: 'room_closed', detail: null }),
    );
    expect(last.body.accepted).toBe(2);
    expect(await read(sessionId)).toMatchObject({ status: 'ended', endReason: 'stopped' });
  });

  it('that are ending end with the lease when the agent stays silent', async () => {
    await start();
    const { sessionId, agent } = await startTalk();
    await agent.claim();
    await remove(sessionId);
    await ended(sessionId, 'stopped');
  });

  it('wait for another agent when theirs is lost: it is fenced, its ghosts are removed, and the next one is told all', async () => {
    await start();
    const { sessionId, room, agent } = await startTalk();
    await agent.claim();
    await agent.tell(agent.said('user', 'Dubai.'));
    await eventually(
      () => api.livekit.dispatchesMade,
      (made) => made === 2,
    );
    expect(await read(sessionId)).toMatchObject({ status: 'waiting', endReason: null });
    expect(api.livekit.removed).toEqual([
      { room, identity: agent.identity },
      { room, identity: 'liveavatar-voice' },
    ]);
    expect((await agent.renew()).body.code).toBe('lease_superseded');
    const late = await agent.tell(agent.said('agent', 'Still here.'));
    expect(late.body).toMatchObject({ accepted: 0, rejected: [{ code: 'lease_superseded' }] });

    const { body } = await new AgentOfTests(api.url, sessionId).claim();
    expect(body).toMatchObject({ epoch: 2, history: [{ role: 'user', text: 'Dubai.' }] });
    expect(await read(sessionId)).toMatchObject({ status: 'active' });
  });

  it('end when theirs is lost and no other comes', async () => {
    await start({ SESSION_START_TIMEOUT_S: '1' });
    const { sessionId, room, agent } = await startTalk();
    await agent.claim();
    await ended(sessionId, 'agent_lost');
    await eventually(
      () => api.livekit.openRooms.has(room),
      (open) => !open,
    );
  });

  it('live on while their agent renews', async () => {
    await start();
    const { sessionId, agent } = await startTalk();
    await agent.claim();
    const until = Date.now() + 3 * LEASE_MS;
    await eventually(
      async () => (await agent.renew()).status,
      (status) => status !== 200 || Date.now() > until,
    );
    expect(await read(sessionId)).toMatchObject({ status: 'active' });
  });

  it('are dispatched again when no worker took them, until one does', async () => {
    await start();
    const { sessionId, room, agent } = await startTalk();
    const first = api.livekit.openDispatches[0]?.id;
    await eventually(
      () => api.livekit.dispatchesMade,
      (made) => made === 2,
    );
    expect(api.livekit.openDispatches.map(({ id }) => id)).not.toContain(first);
    expect(api.livekit.openDispatches).toMatchObject([{ room, metadata: JSON.stringify({ sessionId }) }]);
    expect((await agent.claim()).status).toBe(201);
  });

  it('end with no_capacity when no agent came in time', async () => {
    await start({ SESSION_START_TIMEOUT_S: '1' });
    const { sessionId, room } = await startTalk();
    await ended(sessionId, 'no_capacity');
    await eventually(
      () => api.livekit.openRooms.has(room),
      (open) => !open,
    );
  });

  it('outlive the api: the next one goes on where the last stopped, and is patient with agents at first', async () => {
    const DATABASE_URL = await fresh();
    const livekit = new FakeLivekit();
    await start({ DATABASE_URL }, livekit);
    const [kept, lost, waiting] = [await startTalk(), await startTalk(), await startTalk()];
    await kept.agent.claim();
    await lost.agent.claim();
    await api.close();

    // Both leases have run out by the time it is back; only one agent is still there.
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS));
    await start({ DATABASE_URL }, livekit);
    const survivor = new AgentOfTests(api.url, kept.sessionId, kept.agent.identity);
    survivor.epoch = 1;
    await eventually(
      async () => ({
        renewed: (await survivor.renew()).status,
        other: (await read(lost.sessionId)).status,
      }),
      ({ renewed, other }) => renewed !== 200 || other === 'waiting',
    );
    // What its agent kept for the api meanwhile is taken, as if there had been no gap.
    expect((await survivor.tell(survivor.said('user', 'Dubai.'))).body).toMatchObject({ accepted: 1 });
    expect(await read(kept.sessionId)).toMatchObject({ status: 'active' });
    expect(await read(lost.sessionId)).toMatchObject({ status: 'waiting', endReason: null });
    await eventually(
      () => livekit.dispatchesMade,
      (made) => made > 3,
    );
    expect(await read(waiting.sessionId)).toMatchObject({ status: 'waiting' });
  });
});
