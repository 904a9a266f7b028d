import { TokenVerifier } from 'livekit-server-sdk';
import { LivekitUnavailable } from '#livekit';
import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { eventually, send } from './requests.js';
import { aText, textLike } from './matchers.js';

const JSON_OF_THE_APP = { 'Content-Type': 'application/json; charset=utf-8' };

describe.each(DATABASES)('orchestrated talks on $kind, as the SanBot app asks for them', ({ fresh }) => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startApi({
      DATABASE_URL: await fresh(),
      LIVEKIT_PUBLIC_URL: 'https://rooms.example',
      LIVEAVATAR_DEFAULT_AVATAR_ID: 'avatar-1',
    });
  });
  afterEach(() => api.close());

  const start = () =>
    send('POST', `${api.url}/orchestrated/session/start`, { body: '{}', headers: JSON_OF_THE_APP });
  const stop = (body: unknown) =>
    send('POST', `${api.url}/orchestrated/session/stop`, { body, headers: JSON_OF_THE_APP });
  const session = (id: unknown) => send('GET', `${api.url}/session/${String(id)}`);

  it('starts one with a room, a token for it and an agent on its way', async () => {
    const { status, body } = await start();
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      url: 'wss://rooms.example',
      roomName: textLike(/^orchestrated-\d{13}-[0-9a-z]{6}$/),
      userToken: aText,
      sessionId: aText,
      conversationId: aText,
    });
    const room = String(body.roomName);
    expect(api.livekit.openRooms.get(room)).toEqual({
      name: room,
      emptyTimeoutS: 300,
      departureTimeoutS: 120,
      metadata: '{"parley":"session"}',
    });
    expect(api.livekit.openDispatches).toHaveLength(1);
    expect(api.livekit.openDispatches[0]).toMatchObject({
      room,
      metadata: JSON.stringify({ sessionId: body.sessionId }),
    });
  });

  it('gives a token for a person in that room, for ten minutes', async () => {
    const { body } = await start();
    const verifier = new TokenVerifier('key', process.env.LIVEKIT_API_SECRET ?? '');
    const claims = await verifier.verify(String(body.userToken));
    expect(claims.sub).toMatch(/^user-\d{13}$/);
    expect(claims).toMatchObject({ name: 'SanBot User', video: { room: body.roomName, roomJoin: true } });
    expect((claims.exp ?? 0) - Date.now() / 1_000).toBeCloseTo(600, -1);
  });

  it('starts without a body, and with one that is not for it', async () => {
    const url = `${api.url}/orchestrated/session/start`;
    expect((await send('POST', url)).status).toBe(200);
    expect((await send('POST', url, { body: { anything: 1 } })).status).toBe(200);
    expect((await send('POST', url, { headers: { 'Content-Type': 'application/json' } })).status).toBe(200);
    const text = await send('POST', url, { body: 'hello', headers: { 'Content-Type': 'text/plain' } });
    expect(text.status).toBe(200);
    expect((await send('POST', url, { body: '{"broken' })).status).toBe(400);
  });

  it('gives rooms and people names of their own', async () => {
    const rooms = (await Promise.all(Array.from({ length: 10 }, start))).map(({ body }) => body.roomName);
    expect(new Set(rooms).size).toBe(10);
  });

  it('keeps the session, with Tara frozen into it', async () => {
    const { body } = await start();
    expect((await session(body.sessionId)).body).toMatchObject({
      id: body.sessionId,
      conversationId: body.conversationId,
      roomName: body.roomName,
      status: 'waiting',
      endReason: null,
      agent: { id: 'tara', version: null },
      startedAt: null,
      endedAt: null,
      people: [],
      usage: { inputTokens: 0 },
    });
  });

  it('stops one by its room and is content with whatever else it is told', async () => {
    const { body } = await start();
    const stopped = await stop({ roomName: body.roomName });
    expect(stopped.status).toBe(200);
    expect(stopped.body).toEqual({ success: true, message: aText });
    expect(api.livekit.deletedRooms).toEqual([body.roomName]);
    expect((await session(body.sessionId)).body).toMatchObject({ status: 'ended', endReason: 'stopped' });

    const nothing = [
      stop({ roomName: body.roomName }),
      stop({}),
      stop({ roomName: null, other: 1 }),
      stop({ roomName: 'x' }),
    ];
    for (const answer of await Promise.all(nothing)) {
      expect(answer.status).toBe(200);
      expect(answer.body.success).toBe(true);
    }
  });

  it('stops one also while LiveKit is away, and closes the room when it is back', async () => {
    const { body } = await start();
    api.livekit.down = true;
    expect((await stop({ roomName: body.roomName })).body.success).toBe(true);
    expect((await session(body.sessionId)).body.status).toBe('ended');
    expect(api.livekit.openRooms.has(String(body.roomName))).toBe(true);
    api.livekit.down = false;
    await eventually(
      () => api.livekit.openRooms.has(String(body.roomName)),
      (open) => !open,
    );
  });

  it('refuses a room name that is none', async () => {
    const { status, body } = await stop({ roomName: 7 });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'bad_input', errors: [{ field: 'roomName' }] });
  });

  it('answers 503 with Retry-After and leaves nothing behind when LiveKit is down', async () => {
    api.livekit.down = true;
    const { status, headers, body } = await start();
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(body).toMatchObject({ code: 'livekit_unavailable', success: false });
    expect(body.error).toEqual(expect.any(String));
    expect(body.message).toEqual(expect.any(String));
    expect((await send('GET', `${api.url}/session`)).body).toEqual({ items: [], nextCursor: null });
  });

  it('ends the session and closes the room when no agent could be sent for', async () => {
    api.livekit.onDispatch = () => {
      throw new LivekitUnavailable('dispatch an agent', 'timeout');
    };
    expect((await start()).status).toBe(503);
    const { items } = (await send('GET', `${api.url}/session`)).body;
    expect(items).toMatchObject([{ status: 'ended', endReason: 'error' }]);
    expect(api.livekit.openRooms.size).toBe(0);
  });

  it('says how it stands', async () => {
    const { body } = await send('GET', `${api.url}/orchestrated/status`);
    expect(body).toEqual({
      success: true,
      available: true,
      livekitConfigured: true,
      defaultAvatarId: 'avatar-1',
    });
  });
});

describe('orchestrated talks without LiveKit', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ LIVEKIT_URL: '' });
  });
  afterAll(() => api.close());

  it.each(['start', 'stop'])('answers 503 to %s, naming what is missing', async (verb) => {
    const { status, body } = await send('POST', `${api.url}/orchestrated/session/${verb}`, { body: {} });
    expect(status).toBe(503);
    expect(body).toMatchObject({ success: false, code: 'provider_not_configured' });
    expect(body.message).toContain('LIVEKIT_URL');
    expect(body.error).toEqual(expect.any(String));
  });

  it('says that it is not available', async () => {
    const { status, body } = await send('GET', `${api.url}/orchestrated/status`);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      available: false,
      livekitConfigured: false,
      defaultAvatarId: null,
    });
  });
});
