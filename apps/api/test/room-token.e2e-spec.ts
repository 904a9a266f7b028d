import { TokenVerifier } from 'livekit-server-sdk';
import { TokenSource } from 'livekit-client';
import { createHash } from 'node:crypto';
import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { textLike } from './matchers.js';
import { send } from './requests.js';

const SECRET = 'a secret that is long enough for HS256';
const hash = (key: string) => `sha256-${createHash('sha256').update(key).digest('hex')}`;
const TWO_TENANTS = `ours:${hash('our-key')}:session+read,theirs:${hash('their-key')}:session:acme`;

describe.each(DATABASES)('tokens for rooms on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  async function start(environment: Environment = {}): Promise<void> {
    api = await startApi({ DATABASE_URL: await fresh(), ...environment });
  }
  afterEach(() => api.close());

  const claimsOf = (token: unknown) => new TokenVerifier('key', SECRET).verify(String(token));
  const post = (body: unknown, key?: string) => send('POST', `${api.url}/token`, { body, key });
  const withAgent = (metadata?: object) => ({
    agents: [{ agent_name: 'custom-agent', ...(metadata && { metadata: JSON.stringify(metadata) }) }],
  });

  describe('POST /token', () => {
    it('serves the token source of LiveKit clients', async () => {
      await start();
      const source = TokenSource.endpoint(`${api.url}/token`);
      const { serverUrl, participantToken } = await source.fetch({
        roomName: 'showroom',
        participantIdentity: 'user-1',
        participantName: 'Robin',
        participantMetadata: '{"language":"en"}',
        participantAttributes: { 'robot.capabilities': '{"version":1}' },
        agentName: 'custom-agent',
      });
      expect(serverUrl).toBe('ws://127.0.0.1:7880');
      const claims = await claimsOf(participantToken);
      expect(claims).toMatchObject({
        sub: 'user-1',
        name: 'Robin',
        metadata: '{"language":"en"}',
        attributes: { 'robot.capabilities': '{"version":1}' },
      });
      expect(claims.video).toEqual({
        room: 'showroom',
        roomJoin: true,
        canPublish: true,
        canSubscribe: true,
        canPublishData: true,
        canUpdateOwnMetadata: true,
      });
      expect(claims.roomConfig).toBeUndefined();
      expect(api.livekit.openDispatches).toMatchObject([{ room: 'showroom' }]);
    });

    it('answers 201 to an empty object, with a room and an identity of its own making, and sends nobody', async () => {
      await start({ TOKEN_TTL_SECONDS: '60' });
      const { status, headers, body } = await post({});
      expect(status).toBe(201);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toEqual({
        server_url: 'ws://127.0.0.1:7880',
        participant_token: textLike('ey'),
        room_name: textLike('room-'),
        participant_identity: textLike('user-'),
      });
      const { sub, video, exp = 0 } = await claimsOf(body.participant_token);
      expect(sub).toBe(body.participant_identity);
      expect(video?.room).toBe(body.room_name);
      expect(exp - Date.now() / 1_000).toBeLessThanOrEqual(60);
      expect(api.livekit.dispatchesMade).toBe(0);
    });

    it('opens a session for our agent, one a room however often it is asked', async () => {
      await start();
      const first = await post({ room_name: 'a', room_config: withAgent({ agentId: 'tara' }) });
      const again = await post({ room_name: 'a', room_config: withAgent() });
      expect(first.body.session_id).toBeDefined();
      expect(again.body.session_id).toBe(first.body.session_id);
      expect(api.livekit.dispatchesMade).toBe(1);
      const session = await send('GET', `${api.url}/session/${String(first.body.session_id)}`);
      expect(session.body).toMatchObject({ status: 'waiting', roomName: 'a', agent: { id: 'tara' } });
    });

    it('never lets a client write the job of our agent', async () => {
      await start();
      const victim = await post({ room_name: 'a', room_config: withAgent() });
      const metadata = { sessionId: victim.body.session_id };
      const { body } = await post({ room_name: 'b', room_config: withAgent(metadata) });
      expect(body.session_id).not.toBe(victim.body.session_id);
      expect((await claimsOf(body.participant_token)).roomConfig).toBeUndefined();
      expect(api.livekit.openDispatches.at(-1)?.metadata).toBe(
        JSON.stringify({ sessionId: body.session_id }),
      );
    });

    it('passes what is not ours on to LiveKit', async () => {
      await start();
      const agents = [{ agent_name: 'another-agent', metadata: 'anything' }];
      const { body } = await post({ room_config: { agents, max_participants: 3 } });
      const { roomConfig } = await claimsOf(body.participant_token);
      expect(roomConfig).toMatchObject({
        agents: [{ agentName: 'another-agent', metadata: 'anything' }],
        maxParticipants: 3,
      });
      expect(api.livekit.dispatchesMade).toBe(0);
    });

    it.each([
      ['agent-1', 'participant_identity'],
      ['Agent', 'participant_identity'],
      ['heygen-1', 'participant_identity'],
      ['liveavatar-voice', 'participant_identity'],
    ])('refuses the identity %s', async (participant_identity, field) => {
      await start();
      const { status, body } = await post({ participant_identity });
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
    });

    it.each([
      ['an unknown field', { roomName: 'a' }, 'roomName'],
      ['a room that is no text', { room_name: 7 }, 'room_name'],
      ['an identity that is too long', { participant_identity: 'x'.repeat(257) }, 'participant_identity'],
      ['attributes that are no texts', { participant_attributes: { a: 1 } }, 'participant_attributes'],
      ['a room configuration that is a list', { room_config: [] }, 'room_config'],
      ['agents that are no list', { room_config: { agents: 'custom-agent' } }, 'room_config'],
      ['a recording', { room_config: { egress: { room: { audio_only: true } } } }, 'room_config.egress'],
      [
        'a second agent beside ours',
        { room_config: { agents: [{ agent_name: 'custom-agent' }, { agent_name: 'b' }] } },
        'room_config.agents',
      ],
    ])('refuses %s', async (_, body, field) => {
      await start();
      const answer = await post(body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
    });

    it('does not know an agent nobody made', async () => {
      await start();
      const { status, body } = await post({ room_config: withAgent({ agentId: 'nobody' }) });
      expect(status).toBe(404);
      expect(body.code).toBe('agent_not_found');
    });

    it('keeps others out of a room with a live session', async () => {
      await start({ API_KEYS: TWO_TENANTS });
      await post({ room_name: 'a', room_config: withAgent() }, 'our-key');
      for (const room_config of [undefined, withAgent()]) {
        const { status, body } = await post({ room_name: 'a', room_config }, 'their-key');
        expect(status).toBe(409);
        expect(body.code).toBe('room_taken');
      }
      const joining = await send('GET', `${api.url}/token?room=a&identity=user-2`, { key: 'their-key' });
      expect(joining.body.code).toBe('room_taken');
      expect((await post({ room_name: 'a' }, 'our-key')).status).toBe(201);
    });

    it('answers 503 when an agent is wanted and LiveKit is away, and tokens all the same', async () => {
      await start();
      api.livekit.down = true;
      const { status, headers, body } = await post({ room_config: withAgent() });
      expect(status).toBe(503);
      expect(body.code).toBe('livekit_unavailable');
      expect(headers.get('retry-after')).toBeDefined();
      expect((await post({})).status).toBe(201);
    });

    it('says what is missing when LiveKit is not configured', async () => {
      await start({ LIVEKIT_API_SECRET: '' });
      const { status, body } = await post({});
      expect(status).toBe(503);
      expect(body).toMatchObject({ code: 'provider_not_configured', detail: textLike('LIVEKIT_API_SECRET') });
    });
  });

  describe('GET /token', () => {
    it('answers seed S4 with a token for the room and nothing else', async () => {
      await start();
      const { status, body } = await send(
        'GET',
        `${api.url}/token?room=quickstart&identity=Ann%20Lee-k3f9xz&name=Ann%20Lee`,
      );
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(['token']);
      const claims = await claimsOf(body.token);
      expect(claims).toMatchObject({ sub: 'Ann Lee-k3f9xz', name: 'Ann Lee' });
      expect(claims.video).toMatchObject({ room: 'quickstart', roomJoin: true });
    });

    it.each([
      ['room=a', 'identity'],
      ['identity=a', 'room'],
      ['room=&identity=a', 'room'],
      ['room=a&room=b&identity=a', 'room'],
      ['room=a&identity=agent-1', 'identity'],
    ])('refuses ?%s', async (query, field) => {
      await start();
      const { status, body } = await send('GET', `${api.url}/token?${query}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
    });
  });
});
