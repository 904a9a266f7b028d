import { createHash, randomBytes } from 'node:crypto';
import { LivekitConfig, unsealOrder } from '#livekit';
import { OPERATOR_METHOD } from '#conversation';
import type { OperatorOrder, OrderReply } from '#conversation';
import { Store } from '#store';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { textLike } from './matchers.js';
import { send } from './requests.js';

const hash = (key: string) => `sha256-${createHash('sha256').update(key).digest('hex')}`;
const KEYS = [
  `device:${hash('device-key')}:session`,
  `operator:${hash('operator-key')}:operate`,
  `reader:${hash('reader-key')}:read`,
  `stranger:${hash('stranger-key')}:operate:acme`,
].join(',');

describe.each(DATABASES)('an operator on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let sessionId: string;
  let room: string;
  let agent: AgentOfTests;
  let obeyed: OperatorOrder[];

  beforeEach(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), API_KEYS: KEYS, LEASE_MS: '60000' });
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'device-key' });
    sessionId = String(body.sessionId);
    room = String(body.roomName);
    agent = new AgentOfTests(api.url, sessionId);
    obeyed = [];
    obeying({ status: 'done', detail: null });
  });
  afterEach(() => api.close());

  /** The agent answers like this, the last answer to all that follow. */
  function obeying(...replies: OrderReply[]): void {
    const config = api.app.get(LivekitConfig);
    api.livekit.onCall = ({ payload }) => {
      const order = unsealOrder(payload, config);
      if (!order) throw new Error('The order is not sealed.');
      obeyed.push(order);
      return JSON.stringify(replies.length > 1 ? replies.shift() : replies[0]);
    };
  }
  const order = (path: string, body: unknown = {}, key = 'operator-key') =>
    send('POST', `${api.url}/session/${sessionId}/${path}`, { key, body });

  it('speaks through the agent that has the session', async () => {
    await agent.claim();
    const { status, body } = await order('say', { text: 'We close in ten minutes.' });
    expect(status).toBe(200);
    expect(body).toEqual({ orderId: textLike(/^[0-9a-f-]{36}$/), status: 'done', detail: null });
    expect(api.livekit.callsMade).toMatchObject([
      { room, identity: agent.identity, method: OPERATOR_METHOD },
    ]);
    expect(obeyed).toMatchObject([
      { id: body.orderId, sessionId, epoch: 1, command: { type: 'say', text: 'We close in ten minutes.' } },
    ]);
  });

  it('is remembered, and what was said is not', async () => {
    await agent.claim();
    await order('say', { text: 'A word for nobody else.' });
    const rows = await api.app.get(Store).db.selectFrom('audit').selectAll().execute();
    const given = rows.find(({ action }) => action === 'session.ordered');
    expect(given).toMatchObject({ subject_id: sessionId, actor: 'key:operator' });
    expect(JSON.stringify(rows)).not.toContain('nobody else');
  });

  it('stops it', async () => {
    await agent.claim();
    expect((await order('interrupt')).body).toMatchObject({ status: 'done' });
    expect(obeyed).toMatchObject([{ command: { type: 'interrupt' } }]);
  });

  it('moves the robot, and is told what became of it, however long it takes', async () => {
    await agent.claim();
    const working = { status: 'working' as const, detail: null };
    obeying(working, working, { status: 'refused', detail: 'low battery' });
    const { status, body } = await order('robot/actions', {
      type: 'move_hands',
      value: 'raise',
      hand: 'left',
    });
    expect([status, body.status, body.detail]).toEqual([200, 'refused', 'low battery']);
    expect(obeyed).toHaveLength(3);
    expect(new Set(obeyed.map(({ id }) => id)).size).toBe(1);
    expect(obeyed[0]?.command).toEqual({
      type: 'robot',
      action: 'move_hands',
      value: 'raise',
      hand: 'left',
      safety: false,
      deadlineMs: 5_000,
    });
    expect((await order('robot/actions', { type: 'stop' })).status).toBe(200);
  });

  describe('who ends the session', () => {
    const stop = () => send('DELETE', `${api.url}/session/${sessionId}`, { key: 'device-key' });

    it('sends the agent away before the room closes', async () => {
      await agent.claim();
      let roomWasOpen: boolean | undefined;
      const answer = api.livekit.onCall;
      api.livekit.onCall = (call) => {
        void agent.end('stopped').then(() => (roomWasOpen = api.livekit.openRooms.has(room)));
        return answer(call);
      };
      expect((await stop()).status).toBe(200);
      expect(obeyed).toMatchObject([{ command: { type: 'end', reason: 'stopped' } }]);
      expect(roomWasOpen).toBe(true);
      expect(api.livekit.openRooms.has(room)).toBe(false);
    });

    it('closes the room all the same when the agent takes no order', async () => {
      await agent.claim();
      api.livekit.onCall = () => undefined;
      expect((await stop()).status).toBe(200);
      expect(api.livekit.openRooms.has(room)).toBe(false);
    });
  });

  describe('who changes the agent', () => {
    const change = (body: unknown, key = 'operator-key') =>
      send('PATCH', `${api.url}/session/${sessionId}/agent`, { key, body });
    const definition = async () =>
      (await send('GET', `${api.url}/session/${sessionId}`, { key: 'reader-key' })).body.definition;
    const CHANGE = {
      instructions: 'We are closing: be brief.',
      voice: 'cedar',
      tools: ['robot_action'],
      turnTaking: { minSilenceMs: 900 },
    };

    it('hands over what becomes different, and whoever takes the session over is the same', async () => {
      await agent.claim();
      const { status, body } = await change(CHANGE);
      expect([status, body.status]).toEqual([200, 'done']);
      expect(obeyed).toMatchObject([{ id: body.orderId, command: { type: 'change_agent', change: CHANGE } }]);
      const changed = {
        instructions: 'We are closing: be brief.',
        tools: ['robot_action'],
        turnTaking: { minSilenceMs: 900, paddingMs: 100, detection: 'semantic_vad' },
        providers: { realtime: [{ vendor: 'openai', voice: 'cedar' }] },
      };
      expect(await definition()).toMatchObject(changed);
      const next = await new AgentOfTests(api.url, sessionId).claim();
      expect(next.body).toMatchObject({ epoch: 2, definition: changed });
    });

    it('keeps nothing that the agent cannot do', async () => {
      await agent.claim();
      const before = await definition();
      obeying({ status: 'unsupported', detail: 'not yet' });
      expect((await change(CHANGE)).body).toMatchObject({ status: 'unsupported', detail: 'not yet' });
      expect(await definition()).toEqual(before);
    });

    it('is refused what does not fit into a call, what is nothing and what is wrong', async () => {
      await agent.claim();
      const random = randomBytes(15_000).toString('base64');
      expect((await change({ instructions: random })).body).toMatchObject({
        status: 413,
        code: 'order_too_long',
      });
      expect((await change({ instructions: 'Sell packages. '.repeat(2_000) })).status).toBe(200);
      for (const [body, field] of [
        [{}, ''],
        [{ tools: ['dance'] }, 'tools'],
        [{ voice: '' }, 'voice'],
        [{ turnTaking: { detection: 'local' } }, 'turnTaking.detection'],
        [{ instructions: 'x'.repeat(32_001) }, 'instructions'],
        [{ mode: 'pipeline' }, 'mode'],
      ] as const) {
        expect((await change(body)).body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
      }
      expect((await change(CHANGE, 'device-key')).body.code).toBe('scope_missing');
      expect((await change(CHANGE, 'stranger-key')).body.code).toBe('session_not_found');
    });

    it('is remembered, and what the agent is told is not', async () => {
      await agent.claim();
      await change({ instructions: 'A word for nobody else.' });
      const rows = await api.app.get(Store).db.selectFrom('audit').selectAll().execute();
      expect(rows.map(({ action }) => action)).toContain('session.ordered');
      expect(JSON.stringify(rows)).not.toContain('nobody else');
    });
  });

  it('is answered once an agent that was slow to come is there', async () => {
    await agent.claim();
    const answer = api.livekit.onCall;
    let silentFor = 2;
    api.livekit.onCall = (call) => (silentFor-- > 0 ? undefined : answer(call));
    expect((await order('say', { text: 'Hello.' })).status).toBe(200);
    expect(obeyed).toHaveLength(1);
  });

  it('learns that nobody answers, and that LiveKit is away', async () => {
    await agent.claim();
    api.livekit.onCall = () => undefined;
    const silent = await order('say', { text: 'Hello.' });
    expect([silent.status, silent.body.code]).toEqual([503, 'agent_unreachable']);
    expect(silent.headers.get('retry-after')).toBe('1');
    api.livekit.down = true;
    const away = await order('say', { text: 'Hello.' });
    expect([away.status, away.body.code]).toEqual([503, 'livekit_unavailable']);
  });

  it('is refused before an agent has the session and after it ended', async () => {
    const waiting = await order('say', { text: 'Hello.' });
    expect([waiting.status, waiting.body.code]).toEqual([409, 'session_not_active']);
    await send('DELETE', `${api.url}/session/${sessionId}`, { key: 'operator-key' });
    const ended = await order('interrupt');
    expect([ended.status, ended.body.code]).toEqual([409, 'session_not_active']);
    expect(api.livekit.callsMade).toEqual([]);
  });

  it('of another tenant finds no session, and a device may not give orders', async () => {
    await agent.claim();
    for (const [path, body] of [
      ['say', { text: 'Hello.' }],
      ['interrupt', {}],
      ['robot/actions', { type: 'stop' }],
    ] as const) {
      const foreign = await order(path, body, 'stranger-key');
      expect([foreign.status, foreign.body.code]).toEqual([404, 'session_not_found']);
      expect((await order(path, body, 'device-key')).body.code).toBe('scope_missing');
    }
    expect(api.livekit.callsMade).toEqual([]);
  });

  it.each([
    ['say', {}, 'text'],
    ['say', { text: '  ' }, 'text'],
    ['say', { text: 7 }, 'text'],
    ['say', { text: 'ü'.repeat(4_001) }, 'text'],
    ['say', { text: 'Hello.', loud: true }, 'loud'],
    ['robot/actions', {}, 'type'],
    ['robot/actions', { type: 'dance', value: 'x' }, 'type'],
    ['robot/actions', { type: 'gesture' }, 'value'],
    ['robot/actions', { type: 'gesture', value: 'moonwalk' }, 'value'],
    ['robot/actions', { type: 'gesture', value: 'nod', hand: 'third' }, 'hand'],
    ['robot/actions', { type: 'gesture', value: 'nod', deadlineMs: 1 }, 'deadlineMs'],
  ])('is told what is wrong: %s number %#', async (path, body, field) => {
    await agent.claim();
    const answer = await order(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
    expect(api.livekit.callsMade).toEqual([]);
  });
});
