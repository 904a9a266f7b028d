import { connect as connectTo } from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { RealtimeClient } from '../testing/realtime-client.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';

describe('OpenAI, through its own package and on the socket', () => {
  let sandbox: SandboxUnderTest;
  let openai: OpenAI;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    openai = new OpenAI({ apiKey: 'sk-any', baseURL: `${sandbox.url}/openai/v1`, maxRetries: 0 });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());

  describe('client secrets', () => {
    it('are marked as simulated and carry the effective session', async () => {
      const before = Date.now() / 1_000;
      const secret = await openai.realtime.clientSecrets.create({
        expires_after: { anchor: 'created_at', seconds: 60 },
        session: { type: 'realtime', model: 'gpt-realtime', audio: { output: { voice: 'marin' } } },
      });
      expect(secret.value).toMatch(/^ek_sandbox_/);
      expect(secret.expires_at - before).toBeCloseTo(60, -1);
      expect(secret.session).toMatchObject({
        object: 'realtime.session',
        type: 'realtime',
        model: 'gpt-realtime',
        expires_at: 0,
        audio: { output: { voice: 'marin', format: { type: 'audio/pcm', rate: 24_000 } } },
      });
    });

    it('live ten minutes when nothing is said', async () => {
      const secret = await openai.realtime.clientSecrets.create({});
      expect(secret.expires_at - Date.now() / 1_000).toBeCloseTo(600, -1);
    });

    it('open a session with the settings they were made with', async () => {
      const { value } = await openai.realtime.clientSecrets.create({
        session: { type: 'realtime', model: 'gpt-realtime', instructions: 'Be brief.' },
      });
      const client = await RealtimeClient.connect(sandbox.socketUrl, { authorization: `Bearer ${value}` });
      const { session } = await client.next('session.created');
      expect(session).toMatchObject({ instructions: 'Be brief.' });
      client.close();
    });

    it('open nothing after they expired', async () => {
      const { value } = await openai.realtime.clientSecrets.create({});
      await sandbox.send('POST', '/control/openai/expire-credentials');
      const client = await RealtimeClient.connect(sandbox.socketUrl, { authorization: `Bearer ${value}` });
      expect((await client.next('error')).error.code).toBe('invalid_api_key');
    });

    it.each([
      [{ expires_after: { anchor: 'created_at' as const, seconds: 5 } }, 'expires_after.seconds'],
      [{ session: { type: 'realtime' as const, temperature: 0.7 } }, 'session.temperature'],
      [{ session: { type: 'transcription' as const } }, 'session.type'],
    ])('refuse %j', async (body, param) => {
      await expect(openai.realtime.clientSecrets.create(body)).rejects.toMatchObject({ status: 400, param });
    });

    it('want a key', async () => {
      const answer = await sandbox.send('POST', '/openai/v1/realtime/client_secrets', {});
      expect(answer.status).toBe(401);
      expect(answer.headers.get('x-parley-simulated')).toBe('openai');
    });
  });

  it('lists models and shows one', async () => {
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids).toContain('gpt-realtime');
    expect(await openai.models.retrieve('gpt-realtime')).toMatchObject({
      object: 'model',
      shutdown_date: 1_800_403_200,
    });
    await expect(openai.models.retrieve('gpt-9')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('carries the request id that the package reads', async () => {
    const { request_id } = await openai.models.list().withResponse();
    expect(request_id).toEqual(expect.any(String));
  });

  describe('the socket', () => {
    const connect = (headers?: Record<string, string>, protocols?: string[]) =>
      RealtimeClient.connect(sandbox.socketUrl, headers, protocols);

    it('introduces the session, and not in the tick of the upgrade', async () => {
      const client = await connect();
      expect(client.events).toEqual([]);
      await client.next('session.created');
      expect((await client.next('conversation.created')).conversation.object).toBe('realtime.conversation');
      client.close();
    });

    it('introduces the session at once to who speaks first', async () => {
      const client = await connect();
      client.update({ instructions: 'x' });
      await client.next('session.updated');
      expect(client.events.map(({ type }) => type)).toEqual([
        'session.created',
        'conversation.created',
        'session.updated',
      ]);
      client.close();
    });

    it('talks with the socket of the package', async () => {
      // The package speaks TLS and nothing else: it is given a bare connection for its bytes.
      const port = Number(new URL(sandbox.url).port);
      const options = { createConnection: () => connectTo(port, '127.0.0.1') };
      const socket = new OpenAIRealtimeWS({ model: 'gpt-realtime', options }, openai);
      const said = new Promise<string>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('response.output_audio_transcript.done', ({ transcript }) => resolve(transcript));
      });
      socket.on('session.created', () => {
        socket.send({ type: 'response.create', response: { instructions: 'Say exactly: "Good day."' } });
      });
      expect(await said).toBe('Good day.');
      socket.close();
    });

    it('takes the key of a browser out of the subprotocols', async () => {
      const client = await connect({}, ['realtime', 'openai-insecure-api-key.ek_none']);
      expect(client.socket.protocol).toBe('realtime');
      expect((await client.next('error')).error.code).toBe('invalid_api_key');
      const good = await connect({}, ['realtime', 'openai-insecure-api-key.sk-any']);
      await good.next('session.created');
      good.close();
    });

    it.each([
      ['no key', {}, 3000, null],
      ['a secret that is none', { authorization: 'Bearer ek_made_up' }, 3000, 'invalid_api_key'],
      [
        'the Beta header',
        { authorization: 'Bearer sk-any', 'openai-beta': 'realtime=v1' },
        4000,
        'beta_api_shape_disabled',
      ],
    ])('accepts, says why not, and closes on %s', async (_what, headers, closeCode, code) => {
      const client = await connect(headers);
      expect((await client.next('error')).error).toMatchObject({ type: 'invalid_request_error', code });
      expect((await client.closed).code).toBe(closeCode);
    });

    it('knows no preview models', async () => {
      const client = await RealtimeClient.connect(
        sandbox.socketUrl.replace('gpt-realtime', 'gpt-4o-realtime-preview'),
      );
      expect((await client.next('error')).error.code).toBe('model_not_found');
    });

    it('refuses the upgrade on another path, and on request', async () => {
      await expect(
        RealtimeClient.connect(sandbox.socketUrl.replace('/realtime?', '/nothing?')),
      ).rejects.toThrow('404');
      await sandbox.break('openai', { fail: { next: 1, status: 503 } });
      await expect(connect()).rejects.toThrow('503');
      (await connect()).close();
    });

    it('is logged with the names of its events', async () => {
      const client = await connect();
      client.update({});
      await client.next('session.updated');
      const { body } = await sandbox.send('GET', '/control/requests?method=WS&limit=1');
      expect(body?.items).toEqual([
        expect.objectContaining({
          path: '/openai/v1/realtime',
          query: { model: 'gpt-realtime' },
          status: 101,
          durationMs: null,
          events: {
            received: { 'session.update': 1 },
            sent: { 'session.created': 1, 'conversation.created': 1, 'session.updated': 1 },
          },
        }),
      ]);
      client.close();
    });

    it('is cut on request', async () => {
      const client = await connect();
      await client.next('session.created');
      expect((await sandbox.send('POST', '/control/openai/drop')).body).toEqual({ dropped: 1 });
      expect((await client.closed).code).toBe(1006);
      await sandbox.break('openai', { drop: { afterMs: 30 } });
      expect((await (await connect()).closed).code).toBe(1006);
    });

    it('opens and stays silent on request', async () => {
      await sandbox.break('openai', { stall: 'open' });
      const client = await connect();
      client.update({});
      await sandbox.mend();
      const other = await connect();
      other.update({});
      await other.next('session.updated');
      expect(client.events).toEqual([]);
      client.close();
      other.close();
    });

    it('lets several talk at once, each with its own conversation', async () => {
      const clients = await Promise.all(Array.from({ length: 6 }, () => connect()));
      clients.forEach((client, i) => client.ask({ instructions: `Say exactly: "I am number ${i}."` }));
      const said = await Promise.all(
        clients.map(
          async (client) => (await client.next('response.output_audio_transcript.done')).transcript,
        ),
      );
      expect(said).toEqual(clients.map((_, i) => `I am number ${i}.`));
      for (const client of clients) client.close();
    });
  });
});
