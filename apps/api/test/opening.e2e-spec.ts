import { TokenVerifier } from 'livekit-server-sdk';
import { Store } from '#store';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { aText, textLike } from './matchers.js';
import { eventually, send } from './requests.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/;

describe.each(DATABASES)('POST /session on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  async function start(environment: Environment = {}): Promise<void> {
    api = await startApi({ DATABASE_URL: await fresh(), ...PIPELINE_KEYS, ...environment });
  }
  afterEach(() => api.close());

  const post = (body: unknown, headers?: Record<string, string>, key?: string) =>
    send('POST', `${api.url}/session`, { body, headers, key });
  const read = async (id: unknown, key?: string) =>
    (await send('GET', `${api.url}/session/${String(id)}`, { key })).body;
  const claimsOf = (token: unknown) =>
    new TokenVerifier('key', 'a secret that is long enough for HS256').verify(String(token));
  async function definitionOf(body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { definition } = await read(body.sessionId ?? body.session_id);
    return definition as Record<string, unknown>;
  }
  async function nothingHappened(): Promise<void> {
    expect(api.livekit.openRooms.size).toBe(0);
    expect(await api.app.get(Store).db.selectFrom('session').selectAll().execute()).toEqual([]);
  }

  describe('from a client of seed S1', () => {
    it('begins a session with what is usual, as its README has it', async () => {
      await start();
      const { status, body } = await post({ userIdentity: 'user123' });
      expect(status).toBe(200);
      expect(body).toEqual({
        sessionId: textLike(UUID_V7),
        conversationId: textLike(UUID_V7),
        userToken: aText,
        roomName: textLike(/^room-[0-9a-f-]{36}$/),
        livekitUrl: 'ws://127.0.0.1:7880',
        agentDispatched: true,
        agentConfig: { stt: 'deepgram', tts: 'cartesia', llm: 'gpt-4o-mini', realtime: false },
      });
      const claims = await claimsOf(body.userToken);
      expect(claims).toMatchObject({ sub: 'user123', video: { room: body.roomName, roomJoin: true } });
      expect(claims.name).toBeUndefined();
      expect((claims.exp ?? 0) - Date.now() / 1_000).toBeGreaterThan(590);
      expect(api.livekit.openDispatches).toMatchObject([{ room: body.roomName }]);
      expect(await read(body.sessionId)).toMatchObject({
        status: 'waiting',
        agent: { id: 'default' },
        agentConfig: body.agentConfig,
        definition: {
          mode: 'pipeline',
          instructions: 'You are a helpful AI assistant.',
          providers: {
            stt: [{ vendor: 'deepgram', model: 'nova-3' }],
            llm: [{ vendor: 'openai', model: aText }],
            tts: [{ vendor: 'cartesia', model: 'sonic-3' }],
          },
          turnTaking: { detection: 'local', minSpeechMs: 100, minSilenceMs: 300, paddingMs: 100 },
          tools: ['disconnect_call'],
          noiseCancellation: 'none',
        },
      });
    });

    it('begins one as the agent is configured, and never tells the prompt', async () => {
      await start();
      const { status, text, body } = await post({
        userIdentity: 'user123',
        roomName: 'support-room',
        agentConfig: {
          stt: 'deepgram',
          tts: 'openai',
          prompt: 'You are a medical assistant. Be professional and empathetic.',
          llm: 'gpt-4o',
        },
      });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        roomName: 'support-room',
        agentConfig: { stt: 'deepgram', tts: 'openai', llm: 'gpt-4o', realtime: false },
      });
      expect(text).not.toContain('medical');
      expect(await definitionOf(body)).toMatchObject({
        instructions: 'You are a medical assistant. Be professional and empathetic.',
        providers: {
          stt: [{ vendor: 'deepgram' }],
          llm: [{ vendor: 'openai', model: 'gpt-4o' }],
          tts: [{ vendor: 'openai' }],
        },
      });
    });

    it('takes the twelve fields of its clients, full descriptors and what it does not know', async () => {
      await start({ ASSEMBLYAI_API_KEY: 'of-nobody' });
      const { status, body } = await post({
        userIdentity: ' user123 ',
        roomName: null,
        agentConfig: {
          stt: 'assemblyai/universal-streaming:en',
          tts: 'cartesia/sonic-3:9626c31c-bec5-4cca-baa8-f8ba9e84c8bc',
          llm: 'openai/gpt-4o-mini',
          prompt: 'Help.',
          greeting: null,
          realtime: false,
          realtime_model: 'gpt-4o-realtime-preview',
          realtime_voice: 'sage',
          vad_enabled: true,
          turn_detection_enabled: true,
          noise_cancellation_enabled: true,
          noise_cancellation_type: 'telephony',
          somethingNew: { of: ['theirs'] },
        },
      });
      expect(status).toBe(200);
      expect(body.agentConfig).toEqual({
        stt: 'assemblyai/universal-streaming:en',
        tts: 'cartesia/sonic-3:9626c31c-bec5-4cca-baa8-f8ba9e84c8bc',
        llm: 'openai/gpt-4o-mini',
        realtime: false,
        noise_cancellation_enabled: true,
        noise_cancellation_type: 'telephony',
      });
      expect((await claimsOf(body.userToken)).sub).toBe('user123');
      expect(await definitionOf(body)).toMatchObject({
        providers: {
          stt: [{ vendor: 'assemblyai', model: 'universal-streaming', language: 'en' }],
          tts: [{ vendor: 'cartesia', model: 'sonic-3', voice: '9626c31c-bec5-4cca-baa8-f8ba9e84c8bc' }],
        },
        noiseCancellation: 'none',
      });
    });

    it('begins a realtime session', async () => {
      await start({ DEEPGRAM_API_KEY: '' });
      const agentConfig = { realtime: true, realtime_model: 'gpt-realtime', realtime_voice: 'sage' };
      const { body } = await post({ userIdentity: 'user123', agentConfig });
      expect(body.agentConfig).toMatchObject({ realtime: true });
      expect(await definitionOf(body)).toMatchObject({
        mode: 'realtime',
        turnTaking: { detection: 'semantic_vad' },
        providers: { realtime: [{ vendor: 'openai', model: 'gpt-realtime', voice: 'sage' }] },
      });
    });

    it.each([
      ['in their order', { XAI_API_KEY: 'of nobody' }, ['xai', 'openai']],
      ['without one that has no key', {}, ['openai']],
    ])('keeps a list of realtime models %s', async (_, environment, vendors) => {
      await start(environment);
      const agentConfig = { realtime: true, realtime_model: ['xai', 'openai/gpt-realtime'], voice: 'sage' };
      const { body } = await post({ userIdentity: 'user123', agentConfig });
      const { providers } = await definitionOf(body);
      const voiceOf = (vendor: string) => (vendor === 'openai' ? { voice: 'sage' } : {});
      const model = (vendor: string) => (vendor === 'openai' ? { model: 'gpt-realtime' } : {});
      expect(providers).toMatchObject({
        realtime: vendors.map((vendor) => ({ vendor, ...model(vendor), ...voiceOf(vendor) })),
      });
      expect(JSON.stringify(providers).match(/sage/g)).toHaveLength(1);
    });

    it.each([
      ['no identity', {}, ['userIdentity']],
      ['an empty one', { userIdentity: '  ' }, ['userIdentity']],
      ['one with a blank', { userIdentity: 'Ann Lee' }, ['userIdentity']],
      ['one that is too long', { userIdentity: 'x'.repeat(129) }, ['userIdentity']],
    ])('shows a good request to one with %s', async (_, body, fields) => {
      await start();
      const answer = await post(body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        code: 'bad_input',
        error: aText,
        errors: fields.map((field) => ({ field })),
        example: { userIdentity: 'user123', agentConfig: { stt: 'deepgram' } },
      });
      expect((await post(answer.body.example)).status).toBe(200);
    });

    it.each([
      ['roomName', { roomName: 'a room' }],
      ['roomName', { roomName: 7 }],
      ['userIdentity', { userIdentity: 'agent-1' }],
      ['agentConfig', { agentConfig: 'deepgram' }],
      ['agentConfig.stt', { agentConfig: { stt: 7 } }],
      ['agentConfig.prompt', { agentConfig: { prompt: 'ü'.repeat(16_001) } }],
      ['agentConfig.greeting', { agentConfig: { greeting: 'x'.repeat(8_001) } }],
      ['agentConfig.language', { agentConfig: { language: 'a language' } }],
      ['agentConfig.tools', { agentConfig: { tools: ['get_weather'] } }],
      ['agentConfig.noise_cancellation_type', { agentConfig: { noise_cancellation_type: 'best' } }],
      ['agentConfig.turnTaking.minSilenceMs', { agentConfig: { turnTaking: { minSilenceMs: -1 } } }],
      ['metadata', { metadata: { long: 'x'.repeat(16_000) } }],
      ['metadata', { metadata: [] }],
      ['agentid', { agentid: 'tara' }],
    ])('names %s when that is wrong (%#)', async (field, change) => {
      await start();
      const { status, body } = await post({ userIdentity: 'user123', ...change });
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
      await nothingHappened();
    });

    it.each([
      [400, 'unknown_provider', { stt: 'rime' }, /rime; known: deepgram/],
      [400, 'unknown_provider', { tts: ['cartesia', 'inworld/inworld-tts-1'] }, /inworld/],
      [
        400,
        'unknown_provider',
        { realtime: true, realtime_model: 'google/gemini' },
        /google; known: openai, xai/,
      ],
      [503, 'provider_not_configured', { stt: 'assemblyai' }, /ASSEMBLYAI_API_KEY/],
      [503, 'provider_not_configured', { tts: 'elevenlabs' }, /ELEVEN_API_KEY/],
      [503, 'provider_not_configured', { realtime: true, realtime_model: 'xai' }, /XAI_API_KEY/],
    ])('answers %d %s before there is a room (%#)', async (status, code, agentConfig, detail) => {
      await start();
      const { body } = await post({ userIdentity: 'user123', agentConfig });
      expect(body).toMatchObject({ status, code, detail: textLike(detail) });
      await nothingHappened();
    });

    it('makes one session of a request that comes again under its key', async () => {
      await start();
      const once = () => post({ userIdentity: 'user123' }, { 'Idempotency-Key': 'a' });
      const [first, second] = [await once(), await once()];
      expect(second.text).toBe(first.text);
      expect(api.livekit.dispatchesMade).toBe(1);
      const other = await post({ userIdentity: 'user124' }, { 'Idempotency-Key': 'a' });
      expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    });

    it('answers with the session that a room has, and a token for whoever asks', async () => {
      await start();
      const first = await post({ userIdentity: 'user123', roomName: 'a' });
      const second = await post({ userIdentity: 'user124', roomName: 'a', agentConfig: { llm: 'gpt-4o' } });
      expect(second.body).toMatchObject({
        sessionId: first.body.sessionId,
        existing: true,
        agentConfig: { llm: 'gpt-4o-mini' },
      });
      expect((await claimsOf(second.body.userToken)).sub).toBe('user124');
      expect(api.livekit.dispatchesMade).toBe(1);
    });

    it('counts the sessions that are open, but not one that is there', async () => {
      const keys = keyEntry('app', 'app-key', 'session');
      await start({ API_KEYS: keys, RATE_LIMIT_SESSIONS: '1' });
      const asked = (roomName: string) => post({ userIdentity: 'user123', roomName }, {}, 'app-key');
      expect((await asked('a')).status).toBe(200);
      expect((await asked('a')).body.existing).toBe(true);
      expect((await asked('b')).body.code).toBe('too_many_sessions');
    });

    it('answers 503 while LiveKit is away, and keeps nothing', async () => {
      await start();
      api.livekit.down = true;
      const { headers, body } = await post({ userIdentity: 'user123' });
      expect(body).toMatchObject({ status: 503, code: 'livekit_unavailable' });
      expect(headers.get('retry-after')).toBeDefined();
      await nothingHappened();
    });

    it('says which variable is missing for rooms', async () => {
      await start({ LIVEKIT_API_SECRET: '' });
      expect((await post({ userIdentity: 'user123' })).body).toMatchObject({
        code: 'provider_not_configured',
        detail: textLike('LIVEKIT_API_SECRET'),
      });
    });
  });

  describe('from a client of ours', () => {
    it('has the agent, the conversation and everything about it that the request names', async () => {
      await start();
      const { body } = await post({
        userIdentity: 'asha',
        agentId: 'tara',
        conversationId: 'c-1',
        metadata: { campaign: 'spring' },
        agentConfig: {
          mode: 'pipeline',
          tts: ['cartesia', 'openai'],
          voice: 'alloy',
          language: 'auto',
          greeting: '',
          tools: [],
          closeOnDisconnect: true,
          turnTaking: { minSilenceMs: 700, interruptions: false },
        },
      });
      expect(body).toMatchObject({ conversationId: 'c-1', agentConfig: { tts: ['cartesia', 'openai'] } });
      expect(await definitionOf(body)).toMatchObject({
        id: 'tara',
        mode: 'pipeline',
        language: 'auto',
        greeting: null,
        tools: [],
        closeOnDisconnect: true,
        turnTaking: { detection: 'local', minSilenceMs: 700, paddingMs: 100, interruptions: false },
        providers: { tts: [{ vendor: 'cartesia' }, { vendor: 'openai', voice: 'alloy' }] },
      });
      const rows = await api.app.get(Store).db.selectFrom('session').select('metadata').execute();
      // Postgres writes JSON in a way of its own.
      expect(rows.map(({ metadata }) => JSON.parse(String(metadata)) as unknown)).toEqual([
        { campaign: 'spring' },
      ]);
    });

    it('does not know an agent nobody made', async () => {
      await start();
      const { body } = await post({ userIdentity: 'asha', agentId: 'nobody' });
      expect(body).toMatchObject({ status: 404, code: 'agent_not_found' });
      await nothingHappened();
    });

    it('reads the instructions with the scope for that alone', async () => {
      const keys = [keyEntry('app', 'app-key', 'session'), keyEntry('boss', 'boss-key', 'read')];
      await start({ API_KEYS: keys.join() });
      const { body } = await post({ userIdentity: 'asha' }, {}, 'app-key');
      expect((await read(body.sessionId, 'boss-key')).definition).toHaveProperty('instructions');
      const own = (await read(body.sessionId, 'app-key')).definition;
      expect(own).toMatchObject({ id: 'default' });
      expect(own).not.toHaveProperty('instructions');
    });
  });

  describe('under an environment', () => {
    it('has what that says over what is built in, and what the request says over both', async () => {
      await start({
        ELEVEN_API_KEY: 'of-nobody',
        STT_PROVIDER: 'openai',
        TTS_PROVIDER: 'elevenlabs',
        TTS_VOICE: 'bIHbv24MWmeRgasZH58o',
        SYSTEM_PROMPT: 'You are a friendly travel assistant.',
        VAD_MIN_SILENCE_DURATION: '0.45',
      });
      const plain = await definitionOf((await post({ userIdentity: 'a' })).body);
      expect(plain).toMatchObject({
        instructions: 'You are a friendly travel assistant.',
        turnTaking: { minSilenceMs: 450 },
        providers: {
          stt: [{ vendor: 'openai' }],
          llm: [{ vendor: 'openai' }],
          tts: [{ vendor: 'elevenlabs', voice: 'bIHbv24MWmeRgasZH58o' }, { vendor: 'openai' }],
        },
      });
      const asked = { stt: 'deepgram', prompt: 'Sell.' };
      const own = await definitionOf((await post({ userIdentity: 'a', agentConfig: asked })).body);
      expect(own).toMatchObject({
        instructions: 'Sell.',
        providers: { stt: [{ vendor: 'deepgram' }], tts: [{ vendor: 'elevenlabs' }, {}] },
      });
      const tara = await post({ userIdentity: 'a', agentId: 'tara' });
      expect(await definitionOf(tara.body)).toMatchObject({ instructions: textLike('You are Tara') });
    });

    it('that names a vendor nobody knows, the api does not start', async () => {
      await expect(start({ STT_PROVIDER: 'rime' })).rejects.toThrow('STT_PROVIDER');
      await start();
    });
  });

  describe('from a client of seed S4', () => {
    it('begins a session in the room that the person is in, and answers with its id', async () => {
      await start({ GROK_API_KEY: 'xai-of-nobody', SYSTEM_PROMPT: 'Of the environment.' });
      const identity = 'Ann Lee-k3f9xz';
      const query = new URLSearchParams({ room: 'quickstart', identity, name: 'Ann Lee' });
      const token = await send('GET', `${api.url}/token?${query}`);
      expect(Object.keys(token.body)).toEqual(['token']);

      const { status, body } = await post({ room: 'quickstart', identity });
      expect(status).toBe(200);
      expect(body).toEqual({ session_id: textLike(UUID_V7) });
      expect(await read(body.session_id)).toMatchObject({ roomName: 'quickstart', status: 'waiting' });
      expect(await definitionOf(body)).toMatchObject({
        id: 'default',
        instructions: 'Of the environment.',
        providers: {
          stt: [{ vendor: 'deepgram' }, { vendor: 'openai' }],
          llm: [{ vendor: 'grok' }, { vendor: 'openai' }],
          tts: [{ vendor: 'cartesia' }, { vendor: 'openai' }],
        },
      });
      const stopped = await send('DELETE', `${api.url}/session/${String(body.session_id)}`);
      expect([stopped.status, stopped.body]).toEqual([200, { stopped: true }]);
    });

    it('leaves out whoever has no key, and does as it is told', async () => {
      await start({ DEEPGRAM_API_KEY: '', CARTESIA_API_KEY: '', SYSTEM_PROMPT: 'Of the environment.' });
      const request = { room: 'quickstart', identity: 'Ann-1', system_prompt: 'You sell boats.' };
      expect(await definitionOf((await post(request)).body)).toMatchObject({
        instructions: 'You sell boats.',
        providers: { stt: [{ vendor: 'openai' }], llm: [{ vendor: 'openai' }], tts: [{ vendor: 'openai' }] },
      });
    });

    it('begins anew in a room whose session is ending, once that has been told to its end', async () => {
      await start({ LEASE_MS: '60000' });
      const request = { room: 'quickstart', identity: 'Ann-1' };
      const first = String((await post(request)).body.session_id);
      const agent = new AgentOfTests(api.url, first);
      await agent.claim();
      await send('DELETE', `${api.url}/session/${first}`);
      const second = post(request);
      await agent.tell(agent.said('user', 'Goodbye.'));
      await agent.end('room_closed');
      const { status, body } = await second;
      expect([status, body.existing]).toEqual([200, undefined]);
      expect(body.session_id).not.toBe(first);
      expect(await read(first)).toMatchObject({ status: 'ended', endReason: 'stopped' });
      await eventually(
        () => api.livekit.openRooms.has('quickstart'),
        (open) => open,
      );
    });

    it('does not wait for an agent that never tells the end', async () => {
      await start({ LEASE_MS: '60000' });
      const request = { room: 'quickstart', identity: 'Ann-1' };
      const first = String((await post(request)).body.session_id);
      const agent = new AgentOfTests(api.url, first);
      await agent.claim();
      await send('DELETE', `${api.url}/session/${first}`);
      const { body } = await post(request);
      expect(body.session_id).not.toBe(first);
      expect((await agent.tell(agent.said('agent', 'Still here.'))).body).toMatchObject({ accepted: 0 });
      expect(api.livekit.openRooms.has('quickstart')).toBe(true);
    });

    it.each([
      ['room', { identity: 'Ann' }],
      ['identity', { room: 'quickstart' }],
      ['identity', { room: 'quickstart', identity: 'agent-1' }],
      ['system_prompt', { room: 'quickstart', identity: 'Ann', system_prompt: 7 }],
      ['system_prompt', { room: 'quickstart', identity: 'Ann', system_prompt: 'x'.repeat(32_001) }],
    ])('names %s when that is wrong (%#)', async (field, body) => {
      await start();
      expect((await post(body)).body).toMatchObject({
        status: 400,
        code: 'bad_input',
        errors: [{ field }],
      });
      await nothingHappened();
    });
  });

  it('takes no SDP offer', async () => {
    await start();
    const answer = await post('v=0', { 'Content-Type': 'application/sdp' });
    expect(answer.status).toBe(415);
  });

  describe('and POST /session/end', () => {
    const end = (roomName: unknown, key?: string) =>
      send('POST', `${api.url}/session/end`, { body: { roomName }, key });

    it('end it by its room, once', async () => {
      await start();
      const { body } = await post({ userIdentity: 'user123', roomName: 'a' });
      const ended = await end('a');
      expect([ended.status, ended.text]).toEqual([204, '']);
      expect(await read(body.sessionId)).toMatchObject({ status: 'ended', endReason: 'stopped' });
      expect(api.livekit.deletedRooms).toEqual(['a']);
      expect((await end('a')).body).toMatchObject({ status: 404, code: 'session_not_found', error: aText });
    });

    it('end it although LiveKit is away', async () => {
      await start();
      const { body } = await post({ userIdentity: 'user123', roomName: 'a' });
      api.livekit.down = true;
      expect((await end('a')).status).toBe(204);
      expect(await read(body.sessionId)).toMatchObject({ status: 'ended' });
    });

    it('leave others alone', async () => {
      const keys = [keyEntry('a', 'key-a', 'session'), keyEntry('b', 'key-b', 'session')];
      await start({ API_KEYS: keys.join() });
      await post({ userIdentity: 'user123', roomName: 'a' }, {}, 'key-a');
      expect((await end('a', 'key-b')).status).toBe(404);
      expect((await end('a', 'key-a')).status).toBe(204);
    });
  });
});
