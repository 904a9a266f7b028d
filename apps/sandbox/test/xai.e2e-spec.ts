import OpenAI from 'openai';
import { Voice } from '../src/speech/voice.js';
import { RealtimeClient } from '../testing/realtime-client.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spoken } from '../testing/speech.js';
import { TRAVEL_TOOLS } from '../testing/travel-tools.js';

// Synthesis and recognition are real here, and the machine may be busy.
const PATIENCE_MS = 60_000;

describe('xAI', () => {
  let sandbox: SandboxUnderTest;
  let grok: OpenAI;
  let socketUrl: string;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    grok = new OpenAI({ apiKey: 'xai-any', baseURL: `${sandbox.url}/xai/v1`, maxRetries: 0, timeout: 5_000 });
    socketUrl = `${sandbox.url.replace('http', 'ws')}/xai/v1/realtime?model=grok-voice-latest`;
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());

  describe('chat completions', () => {
    const messages = [
      { role: 'system' as const, content: 'You are Tara. You sell travel.' },
      { role: 'user' as const, content: 'please find me a package to bali' },
    ];

    it('stream and call tools as at OpenAI', async () => {
      const chunks = await grok.chat.completions.create({
        model: 'grok-4.7',
        messages,
        tools: TRAVEL_TOOLS,
        stream: true,
      });
      const names: (string | undefined)[] = [];
      for await (const { choices } of chunks) {
        for (const call of choices[0]?.delta.tool_calls ?? []) names.push(call.function?.name);
      }
      expect(names[0]).toBe('find_packages');
    });

    it('have models of their own, and keep their own time', async () => {
      expect((await grok.models.list()).data.map(({ id }) => id)).toContain('grok-4.7');
      for (const model of ['grok-2-public', 'gpt-4o']) {
        await expect(grok.chat.completions.create({ model, messages })).rejects.toMatchObject({
          status: 404,
        });
      }
      await sandbox.send('PUT', '/control/xai', { firstTokenMs: 150 });
      const startedAt = performance.now();
      await grok.chat.completions.create({ model: 'grok-4.7', messages });
      expect(performance.now() - startedAt).toBeGreaterThan(145);
      await sandbox.send('PUT', '/control/xai', {});
      expect((await sandbox.send('GET', '/control/openai')).body).toMatchObject({ firstTokenMs: 0 });
    });

    it('call a wrong key a bad request, and fail for themselves alone', async () => {
      await sandbox.break('xai', { refuseCredentials: true });
      await expect(grok.chat.completions.create({ model: 'grok-4.7', messages })).rejects.toMatchObject({
        status: 400,
      });
      await sandbox.break('openai', { fail: { next: 1, status: 500 } });
      await sandbox.break('xai', { fail: { next: 1, status: 429 } });
      await expect(grok.models.list()).rejects.toMatchObject({ status: 429 });
      await expect(grok.models.list()).resolves.toBeDefined();
    });
  });

  describe('the voice agent', () => {
    let client: RealtimeClient;
    const open = async (headers?: Record<string, string>, protocols?: string[]) => {
      client = await RealtimeClient.connect(socketUrl, headers, protocols);
      return client;
    };
    afterEach(() => client.close());

    it('has voice and turn detection on top of the session', async () => {
      await open();
      const created = await client.next('session.created');
      expect(created.session).toMatchObject({
        voice: 'ara',
        turn_detection: { type: 'server_vad', threshold: 0.85, prefix_padding_ms: 333 },
      });
      client.send({
        type: 'session.update',
        session: {
          voice: 'rex',
          turn_detection: { type: 'server_vad', silence_duration_ms: 250 },
          instructions: 'Be brief.',
        },
      });
      expect((await client.next('session.updated')).session).toMatchObject({
        voice: 'rex',
        turn_detection: { threshold: 0.85, silence_duration_ms: 250 },
        instructions: 'Be brief.',
      });
      client.update({ audio: { input: { turn_detection: null }, output: { voice: 'eve' } } });
      expect((await client.next('session.updated')).session).toMatchObject({
        voice: 'eve',
        turn_detection: null,
      });
    });

    it.each(['conversation.item.truncate', 'conversation.item.retrieve'])(
      'does not know %s',
      async (type) => {
        await open();
        client.send({ type, event_id: 'mine', item_id: 'item_1', content_index: 0, audio_end_ms: 0 });
        expect((await client.next('error')).error).toMatchObject({ param: 'type', event_id: 'mine' });
      },
    );

    it('opens with a client secret from a browser', async () => {
      const { body } = await sandbox.send(
        'POST',
        '/xai/v1/realtime/client_secrets',
        { expires_after: { seconds: 60 } },
        { authorization: 'Bearer xai-any' },
      );
      const protocol = `xai-client-secret.${String(body?.value)}`;
      await open({}, [protocol]);
      await client.next('session.created');
      expect(client.socket.protocol).toBe(protocol);
      client.close();
      await sandbox.send('POST', '/control/xai/expire-credentials');
      await open({}, [protocol]);
      expect((await client.next('error')).error.code).toBe('invalid_api_key');
    });

    it('refuses settings of a session in a client secret', async () => {
      const key = { authorization: 'Bearer xai-any' };
      const body = { expires_after: { anchor: 'created_at', seconds: 60 } };
      expect((await sandbox.send('POST', '/xai/v1/realtime/client_secrets', body, key)).status).toBe(400);
    });

    it(
      'talks, without the events it does not have',
      async () => {
        await open();
        await client.next('session.created');
        client.update({ audio: { input: { transcription: { model: 'gpt-4o-mini-transcribe' } } } });
        client.speak(await spoken(sandbox.app.get(Voice), 'hello tara'));
        await client.next('response.done');
        client.ask({ output_modalities: ['text'], instructions: 'Say exactly: "Good day."' });
        await client.next('response.done');
        const types = new Set(client.events.map(({ type }) => String(type)));
        for (const type of [
          'conversation.item.input_audio_transcription.completed',
          'response.output_audio.delta',
          'response.text.delta',
          'response.text.done',
        ]) {
          expect(types).toContain(type);
        }
        for (const type of [
          'rate_limits.updated',
          'conversation.item.done',
          'conversation.item.input_audio_transcription.delta',
          'response.output_text.delta',
        ]) {
          expect(types).not.toContain(type);
        }
      },
      PATIENCE_MS,
    );

    it('is cut and fails as it is told', async () => {
      await open();
      await client.next('session.created');
      await sandbox.break('xai', { fail: { next: 1, status: 500, at: 'response' } });
      client.ask({ instructions: 'Say exactly: "Good day."' });
      expect((await client.next('response.done')).response.status).toBe('failed');
      expect((await sandbox.send('POST', '/control/openai/drop')).body).toEqual({ dropped: 0 });
      expect((await sandbox.send('POST', '/control/xai/drop')).body).toEqual({ dropped: 1 });
      expect((await client.closed).code).toBe(1006);
    });
  });
});
