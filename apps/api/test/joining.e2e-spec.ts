import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { report, send } from './requests.js';

const JOB = 'AJ_1';
const text = (fields: object) => JSON.stringify(fields);

describe.each(DATABASES)('a job that others dispatched, on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), ...PIPELINE_KEYS });
  });
  afterEach(() => api.close());

  const open = (name: string, metadata = '') =>
    api.livekit.rooms.create({ name, emptyTimeoutS: 1, departureTimeoutS: 1, metadata });
  const adopt = (room: string, metadata = '', jobId = JOB) =>
    report(api.url, 'jobs', { jobId, room, metadata });
  async function claimed(room: string, metadata?: string) {
    const { body } = await adopt(room, metadata);
    return (await new AgentOfTests(api.url, String(body.sessionId)).claim()).body;
  }

  it('becomes a session of its own, once, without a dispatch of ours', async () => {
    await open('theirs');
    const { status, body } = await adopt('theirs');
    expect(status).toBe(201);
    expect(await adopt('theirs')).toMatchObject({ status: 201, body }); // its answer was lost
    expect(api.livekit.openDispatches).toEqual([]);
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    expect((await agent.claim()).body).toMatchObject({
      voiceFrom: 'agent',
      personIdentity: null,
      definition: { id: 'tara' },
    });
    const { items } = (await send('GET', `${api.url}/session`)).body;
    expect(items).toMatchObject([{ roomName: 'theirs', status: 'active' }]);
  });

  it('believes the dispatch before the room, and the room before the person it is for', async () => {
    await open(
      'theirs',
      text({ agent_id: 'default', userIdentity: 'asha', language: 'de', prompt: 'Sell cars.' }),
    );
    api.livekit.people.set('theirs', [
      { identity: 'ben', metadata: text({ conversationId: 'of-ben' }) },
      { identity: 'asha', metadata: text({ conversationId: 'c1', language: 'hi', greeting: 'Namaste.' }) },
    ]);
    expect(await claimed('theirs', text({ prompt: 'Sell boats.' }))).toMatchObject({
      conversationId: 'c1',
      personIdentity: 'asha',
      definition: { id: 'default', instructions: 'Sell boats.', language: 'de', greeting: 'Namaste.' },
    });
  });

  it('listens to nobody in the room where it is for nobody in particular, and reads over what is no JSON', async () => {
    await open('theirs', '{"agentId":');
    api.livekit.people.set('theirs', [{ identity: 'ben', metadata: text({ agentId: 'default' }) }]);
    expect(await claimed('theirs', '["default"]')).toMatchObject({
      personIdentity: null,
      definition: { id: 'tara' },
    });
  });

  it('is refused where an agent has a talk already', async () => {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { body: {} });
    expect(await adopt(String(body.roomName))).toMatchObject({ status: 409, body: { code: 'room_taken' } });
    await open('theirs');
    await adopt('theirs');
    expect(await adopt('theirs', '', 'AJ_2')).toMatchObject({ status: 409 });
  });

  it('waits for a LiveKit that is away, and leaves nothing behind', async () => {
    api.livekit.down = true;
    expect(await adopt('theirs')).toMatchObject({ status: 503 });
    expect((await send('GET', `${api.url}/session`)).body.items).toEqual([]);
  });
});
