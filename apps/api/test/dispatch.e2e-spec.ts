import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { eventually, send } from './requests.js';

/** As its agent service sends it (seed S3); the token is made for the browser, and not for us. */
const REQUEST = {
  conversationId: 'conv-123',
  agentId: 'tara',
  userId: 'user-456',
  roomName: 'conversation:conv-123',
  token: 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
};

describe.each(DATABASES)('POST /api/agents/dispatch on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), ...PIPELINE_KEYS, LEASE_MS: '60000' });
  });
  afterEach(() => api.close());

  const dispatch = (change: object = {}) =>
    send('POST', `${api.url}/api/agents/dispatch`, { body: { ...REQUEST, ...change } });
  const session = async (id: unknown) => (await send('GET', `${api.url}/session/${String(id)}`)).body;

  it('sends an agent into the room, which says what it is for', async () => {
    const { status, body } = await dispatch({ company: 'known to others' });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        success: true,
        message: 'The agent is on its way.',
        agentJobId: 'agent-tara-conv-123',
        sessionId: expect.any(String) as string,
      },
    });
    expect(api.livekit.openDispatches).toMatchObject([{ room: REQUEST.roomName }]);
    const room = [...api.livekit.openRooms.values()][0];
    expect(JSON.parse(room?.metadata ?? '{}')).toEqual({
      parley: 'session',
      agentId: 'tara',
      conversationId: 'conv-123',
      userId: 'user-456',
    });
    expect(await session(body.sessionId)).toMatchObject({
      conversationId: 'conv-123',
      roomName: REQUEST.roomName,
      status: 'waiting',
      agent: { id: 'tara' },
    });
    const conversation = await send('GET', `${api.url}/api/conversations/conv-123`);
    expect(conversation.body).toMatchObject({ userId: 'user-456' });
  });

  it('does it once, however often it is asked', async () => {
    const first = await dispatch();
    const again = await dispatch();
    expect(again.body).toMatchObject({ success: true, sessionId: first.body.sessionId });
    expect(api.livekit.openDispatches).toHaveLength(1);
  });

  it('sends the usual one for an agent that there is not', async () => {
    const { body } = await dispatch({ agentId: '7b2f9f4e-0c0b-4b57-9a80-0d4f0d9c2f11' });
    expect(body).toMatchObject({ success: true, agentFallback: true });
    expect(await session(body.sessionId)).toMatchObject({ agent: { id: 'default' } });
  });

  it('greets nobody who goes on with a conversation', async () => {
    const first = await dispatch();
    const agent = new AgentOfTests(api.url, String(first.body.sessionId));
    await agent.claim();
    await agent.tell(agent.said('user', 'My name is Asha.'));
    await send('DELETE', `${api.url}/session/${String(first.body.sessionId)}`);
    await agent.end('stopped');
    const second = await dispatch();
    expect(second.body.sessionId).not.toBe(first.body.sessionId);
    expect(await session(second.body.sessionId)).toMatchObject({ definition: { greeting: null } });
  });

  it('is not told when LiveKit is away: the agent comes once that is back', async () => {
    api.livekit.down = true;
    const { status, body } = await dispatch();
    expect({ status, success: body.success }).toEqual({ status: 200, success: true });
    expect(await session(body.sessionId)).toMatchObject({ status: 'created' });
    api.livekit.down = false;
    await eventually(
      () => Promise.resolve(api.livekit.openDispatches),
      ({ length }) => length > 0,
    );
    expect(api.livekit.openRooms.has(REQUEST.roomName)).toBe(true);
    await eventually(
      () => session(body.sessionId),
      (read) => read.status === 'waiting',
    );
  });

  it.each(Object.keys(REQUEST))('names %s when it is missing', async (field) => {
    const { status, body } = await dispatch({ [field]: undefined });
    expect(status).toBe(400);
    expect(body).toMatchObject({ success: false, code: 'bad_input', errors: [{ field }] });
  });
});
