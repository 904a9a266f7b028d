import type { RealtimeTranscriptionSessionCreateRequest } from 'openai/resources/realtime/realtime';
import { Voice } from '../src/speech/voice.js';
import { RealtimeClient } from '../testing/realtime-client.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spoken } from '../testing/speech.js';

// Recognition is real here, and the machine may be busy.
const PATIENCE_MS = 60_000;
const WORDS = 'please find me a package to goa';

describe('WS /openai/v1/realtime?intent=transcription', () => {
  let sandbox: SandboxUnderTest;
  let client: RealtimeClient;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());
  afterEach(() => client?.close());

  const open = async (query = '', headers?: Record<string, string>) => {
    const url = `${sandbox.url.replace('http', 'ws')}/openai/v1/realtime?intent=transcription${query}`;
    client = await RealtimeClient.connect(url, headers);
    return client;
  };
  const update = (input: NonNullable<RealtimeTranscriptionSessionCreateRequest['audio']>['input']) =>
    client.update({ type: 'transcription', audio: { input } });
  const say = async (words = WORDS) => client.speak(await spoken(sandbox.app.get(Voice), words));
  const transcript = async () =>
    (await client.next('conversation.item.input_audio_transcription.completed')).transcript;

  it('introduces a session of its kind', async () => {
    await open();
    const { session } = await client.next('session.created');
    expect(session).toMatchObject({
      type: 'transcription',
      object: 'realtime.transcription_session',
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24_000 },
          transcription: { model: 'gpt-live-transcribe' },
          turn_detection: { type: 'server_vad', silence_duration_ms: 500 },
        },
      },
    });
    expect(JSON.stringify(session)).not.toContain('create_response');
  });

  it(
    'writes down what is said, word by word, and answers nothing',
    async () => {
      await open();
      update({
        transcription: { model: 'gpt-live-transcribe', language: 'en' },
        turn_detection: { type: 'server_vad', silence_duration_ms: 300 },
      });
      await client.next('session.updated');
      await say();
      const { item_id } = await client.next('input_audio_buffer.speech_started');
      await client.next('input_audio_buffer.speech_stopped');
      await client.next('input_audio_buffer.committed');
      expect(await transcript()).toBe(WORDS);
      const deltas = client.all('conversation.item.input_audio_transcription.delta');
      expect(deltas.map(({ delta }) => delta)).toEqual([
        'please',
        ' find',
        ' me',
        ' a',
        ' package',
        ' to',
        ' goa',
      ]);
      expect(new Set(deltas.map((delta) => delta.item_id))).toEqual(new Set([item_id]));
      expect(client.events.filter(({ type }) => type.startsWith('response.'))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'takes turns that the client commits',
    async () => {
      await open('&model=gpt-realtime-whisper');
      await say();
      client.send({ type: 'input_audio_buffer.commit' });
      expect(await transcript()).toBe(WORDS);
      expect(client.all('input_audio_buffer.speech_started')).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'understands a sentence that the client commits in two',
    async () => {
      await open('&model=gpt-realtime-whisper');
      const sound = await spoken(sandbox.app.get(Voice), 'i want to go to bali for five nights');
      client.speak(sound.subarray(0, 24_000), 0);
      client.send({ type: 'input_audio_buffer.commit' });
      const beginning = await transcript();
      client.speak(sound.subarray(24_000));
      client.send({ type: 'input_audio_buffer.commit' });
      expect(`${beginning} ${await transcript()}`).toBe('i want to go to bali for five nights');
      expect(beginning).toMatch(/^i want to go/);
    },
    PATIENCE_MS,
  );

  it.each([
    [{ type: 'realtime' }, 'session.type'],
    [{ type: 'transcription', instructions: 'x' }, 'session.instructions'],
    [
      { type: 'transcription', audio: { input: { transcription: null } } },
      'session.audio.input.transcription',
    ],
    [{ type: 'transcription', audio: { input: { transcription: { model: 'gpt-4o' } } } }, 'model'],
    [
      {
        type: 'transcription',
        audio: {
          input: { transcription: { model: 'gpt-realtime-whisper' }, turn_detection: { type: 'server_vad' } },
        },
      },
      'session.audio.input.turn_detection',
    ],
  ])('refuses %j', async (session, param) => {
    await open();
    client.send({ type: 'session.update', event_id: 'mine', session });
    expect((await client.next('error')).error).toMatchObject({ param, event_id: 'mine' });
  });

  it('takes no other events, models and keys', async () => {
    await open();
    client.ask();
    expect((await client.next('error')).error.param).toBe('type');
    await open('&model=gpt-4o');
    expect((await client.next('error')).error.code).toBe('model_not_found');
    await open('', { authorization: 'Bearer ek_made_up' });
    expect((await client.next('error')).error.code).toBe('invalid_api_key');
  });

  it(
    'goes wrong as it is told',
    async () => {
      await open();
      await sandbox.break('openai', { fail: { next: 1, status: 429, at: 'response' } });
      await say('hello tara');
      const { error } = await client.next('conversation.item.input_audio_transcription.failed');
      expect(error.code).toBe('rate_limit_exceeded');

      await sandbox.break('openai', { stall: 'stream', stallNext: 1 });
      await say('hello tara');
      await client.next('conversation.item.input_audio_transcription.delta');
      await say('no thank you');
      expect(await transcript()).toBe('no thank you');

      await sandbox.break('openai', { drop: { afterDeltas: 1 } });
      await open();
      await say('hello tara');
      expect((await client.closed).code).toBe(1006);
    },
    PATIENCE_MS,
  );
});
