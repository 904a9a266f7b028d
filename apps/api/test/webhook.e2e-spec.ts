import { FakeLivekit } from '#livekit/testing';
import { LivekitEventRepository, Store } from '#store';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { deliver, livekitEvent } from './livekit-of-tests.js';
import type { Delivery } from './livekit-of-tests.js';
import { eventually, send } from './requests.js';

describe.each(DATABASES)('POST /webhooks/livekit on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  async function start(environment: Environment = {}, livekit?: FakeLivekit): Promise<void> {
    api = await startApi({ DATABASE_URL: await fresh(), ...environment }, livekit);
  }
  afterEach(() => api.close());

  async function startTalk() {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { body: {} });
    const sessionId = String(body.sessionId);
    const room = String(body.roomName);
    const { personIdentity } = await session(sessionId);
    return { sessionId, room, personIdentity, agent: new AgentOfTests(api.url, sessionId) };
  }
  async function session(id: string) {
    const row = await api.app
      .get(Store)
      .db.selectFrom('session')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return { ...row, personIdentity: String(row.person_identity) };
  }
  const read = async (id: string) => (await send('GET', `${api.url}/session/${id}`)).body;
  const stored = () => api.app.get(Store).db.selectFrom('livekit_event').selectAll().execute();
  const processed = (id: string) =>
    eventually(stored, (rows) => rows.some((row) => row.id === id && row.processed_at !== null));
  /** Delivers and waits until it had its effect. */
  async function tell(event: { id: string }, delivery?: Delivery) {
    const answer = await deliver(api.url, event, delivery);
    if (answer.status === 204) await processed(event.id);
    return answer;
  }

  it('ends a session whose room is gone, once nobody can be in it', async () => {
    await start();
    const { sessionId, room } = await startTalk();
    api.livekit.openRooms.delete(room);
    const { status, text } = await tell(livekitEvent('room_finished', { room: { name: room } }));
    expect([status, text]).toEqual([204, '']);
    expect(await read(sessionId)).toMatchObject({ status: 'ended', endReason: 'room_closed' });
  });

  describe('of a room that others opened', () => {
    const open = async (room: string, metadata = '') => {
      await api.livekit.rooms.create({ name: room, emptyTimeoutS: 1, departureTimeoutS: 1, metadata });
      await tell(livekitEvent('room_started', { room: { name: room, metadata } }));
    };
    const sessions = async () => (await send('GET', `${api.url}/session`)).body.items;

    it('sends an agent into it, for whoever comes, when every room is to have one', async () => {
      await start({ AGENT_AUTO_JOIN: 'true' });
      await open('theirs');
      expect(await sessions()).toMatchObject([{ roomName: 'theirs', status: 'waiting' }]);
      expect(api.livekit.openDispatches).toMatchObject([{ room: 'theirs' }]);
      const [{ id } = { id: '' }] = (await sessions()) as { id: string }[];
      const { body } = await new AgentOfTests(api.url, id).claim();
      expect(body).toMatchObject({ voiceFrom: 'agent', personIdentity: null, definition: { id: 'tara' } });
      // LiveKit tells it again, under another id.
      await tell(livekitEvent('room_started', { room: { name: 'theirs' } }));
      expect(await sessions()).toHaveLength(1);
    });

    it('believes the metadata of the room about agent, conversation and language', async () => {
      await start({ AGENT_AUTO_JOIN: 'true', ...PIPELINE_KEYS });
      const metadata = { agent_id: 'default', conversationId: 'c1', prompt: 'Sell boats.', language: 'auto' };
      await open('theirs', JSON.stringify(metadata));
      await open('another', JSON.stringify({ agentId: 'gone', tts: 'nobody' }));
      await open('conversation:c3', '{"agentId":');
      const claims = await Promise.all(
        ((await sessions()) as { id: string; roomName: string }[]).map(async ({ id, roomName }) => {
          const { definition, conversationId } = (await new AgentOfTests(api.url, id).claim()).body;
          return [roomName, { definition, conversationId }];
        }),
      );
      expect(Object.fromEntries(claims)).toMatchObject({
        theirs: {
          conversationId: 'c1',
          definition: { id: 'default', instructions: 'Sell boats.', language: 'auto' },
        },
        another: { definition: { id: 'default' } },
        'conversation:c3': { conversationId: 'c3', definition: { id: 'tara' } },
      });
    });

    it('sends none into a room that has its own or is gone, and none at all by default', async () => {
      await start({ AGENT_AUTO_JOIN: 'true' });
      const { room } = await startTalk();
      const metadata = api.livekit.openRooms.get(room)?.metadata;
      // As LiveKit tells it before the session is written.
      await open('made for a session', metadata);
      await tell(livekitEvent('room_started', { room: { name: 'gone' } }));
      expect(await sessions()).toMatchObject([{ roomName: room }]);
      await api.close();

      await start();
      await open('theirs');
      expect(await sessions()).toEqual([]);
    });
  });

  it('lets the agent of an active session end it', async () => {
    await start();
    const { sessionId, room, agent } = await startTalk();
    await agent.claim();
    api.livekit.openRooms.delete(room);
    await tell(livekitEvent('room_finished', { room: { name: room } }));
    expect(await read(sessionId)).toMatchObject({ status: 'ending', endReason: 'room_closed' });
    expect((await agent.renew()).body.ending).toBe('room_closed');
  });

  it('does not end a session for a room of that name that ended earlier', async () => {
    await start();
    const { sessionId, room } = await startTalk();
    await tell(livekitEvent('room_finished', { room: { name: room } }));
    expect(await read(sessionId)).toMatchObject({ status: 'waiting', endReason: null });
  });

  it('follows people in any order, the one whom the session is for and no other', async () => {
    await start();
    const { sessionId, room, personIdentity } = await startTalk();
    const at = (second: number) => String(1_795_252_800 + second);
    const person = (identity: string) => ({ room: { name: room }, participant: { identity, name: 'Robin' } });
    const left = livekitEvent('participant_left', { ...person(personIdentity), createdAt: at(5) });
    const joined = livekitEvent('participant_joined', { ...person(personIdentity), createdAt: at(1) });
    for (const event of [left, joined, left]) await tell(event);
    for (const other of ['agent-AJ_1', 'liveavatar-voice', 'somebody'])
      await tell(livekitEvent('participant_joined', person(other)));
    expect((await read(sessionId)).people).toEqual([
      {
        identity: personIdentity,
        name: 'Robin',
        joinedAt: new Date(Number(at(1)) * 1_000).toISOString(),
        leftAt: new Date(Number(at(5)) * 1_000).toISOString(),
      },
    ]);
  });

  it('counts an id once', async () => {
    await start();
    const { sessionId, room } = await startTalk();
    const event = livekitEvent('room_finished', { room: { name: room } });
    await tell(event); // the room is there: without effect
    api.livekit.openRooms.delete(room);
    for (let count = 0; count < 3; count++) expect((await tell(event)).status).toBe(204);
    expect(await stored()).toHaveLength(1);
    expect(await read(sessionId)).toMatchObject({ status: 'waiting' });
  });

  it('keeps no secret of a room, and nothing else it does not use', async () => {
    await start();
    const { room } = await startTalk();
    await tell(
      livekitEvent('room_started', {
        room: { name: room, sid: 'RM_1', turnPassword: 'canary-turn', metadata: 'canary-metadata' },
        participant: { identity: 'user-1', metadata: 'canary-person' },
      }),
    );
    const rows = await stored();
    expect(rows).toMatchObject([{ event: 'room_started', room, participant: 'user-1' }]);
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it.each([
    ['another secret', { secret: 'another secret that is long enough too' }],
    ['another key', { key: 'other' }],
    ['a signature that is over', { ttlS: -60 }],
    ['another body', { sent: '{"event":"room_finished","id":"EV_x","room":{"name":"a"}}' }],
    ['no body', { sent: '' }],
  ] as [string, Delivery][])('refuses %s, and writes nothing', async (_, delivery) => {
    await start();
    const { sessionId, room } = await startTalk();
    api.livekit.openRooms.delete(room);
    const event = livekitEvent('room_finished', { room: { name: room } });
    const { status, body } = await deliver(api.url, event, delivery);
    expect(status).toBe(401);
    expect(body.code).toBe('forged_webhook');
    expect(await stored()).toEqual([]);
    expect(await read(sessionId)).toMatchObject({ status: 'waiting' });
  });

  it.each([
    ['no signature', {}],
    ['an API key', { Authorization: 'Bearer all-scopes' }],
  ])('refuses %s before it looks at the body', async (_, headers) => {
    await start({ API_KEYS: 'all-scopes' });
    const body = 'x'.repeat(2_000_000);
    const { status, body: problem } = await send('POST', `${api.url}/webhooks/livekit`, { body, headers });
    expect([status, problem.code]).toEqual([401, 'forged_webhook']);
  });

  it('does not take a token for a room as a signature', async () => {
    await start();
    const { body } = await send('POST', `${api.url}/token`, { body: {} });
    const answer = await send('POST', `${api.url}/webhooks/livekit`, {
      body: livekitEvent('room_finished'),
      headers: { Authorization: String(body.participant_token) },
    });
    expect([answer.status, answer.body.code]).toEqual([401, 'forged_webhook']);
  });

  it.each([
    ['no id', { event: 'room_finished' }],
    ['a room that is a text', livekitEvent('room_finished', { room: 'a' })],
    ['a list', []],
  ])('answers 400 to what is signed and no event: %s', async (_, event) => {
    await start();
    const { status, body } = await deliver(api.url, event);
    expect([status, body.code]).toEqual([400, 'bad_input']);
    expect(await stored()).toEqual([]);
  });

  it('passes over kinds it does not know, and rooms that are nobody`s', async () => {
    await start();
    await tell(livekitEvent('agent_job_started', { job: { id: 'AJ_1' }, room: { name: 'a' } }));
    await tell(livekitEvent('room_finished', { room: { name: 'nobody`s' } }));
    expect(await stored()).toHaveLength(2);
  });

  it('answers while LiveKit cannot be asked, and works on it afterwards, also in another process', async () => {
    const DATABASE_URL = await fresh();
    const livekit = new FakeLivekit();
    await start({ DATABASE_URL }, livekit);
    const { sessionId, room } = await startTalk();
    livekit.openRooms.delete(room);
    livekit.down = true;
    const event = livekitEvent('room_finished', { room: { name: room } });
    expect((await deliver(api.url, event)).status).toBe(204);
    expect(await read(sessionId)).toMatchObject({ status: 'waiting' });
    await api.close();

    livekit.down = false;
    await start({ DATABASE_URL }, livekit);
    await processed(event.id);
    expect(await read(sessionId)).toMatchObject({ status: 'ended', endReason: 'room_closed' });
  });

  it('forgets events of earlier days that were worked on', async () => {
    await start();
    const event = livekitEvent('room_started', { room: { name: 'a' } });
    await tell(event);
    const events = api.app.get(LivekitEventRepository);
    expect(await events.forget(Date.now() - 60_000)).toBe(0);
    expect(await events.forget(Date.now() + 1)).toBe(1);
  });
});
