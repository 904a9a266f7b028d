import { AssemblyAI } from 'assemblyai';
import type { TurnEvent } from 'assemblyai';
import { Voice } from '../src/speech/voice.js';
import { withoutTls } from '../testing/plain-tls.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spokenAt } from '../testing/speech.js';
import { VendorClient } from '../testing/vendor-client.js';

// Synthesis and recognition are real here, and the machine may be busy.
const PATIENCE_MS = 60_000;
const RATE = 16_000;

describe('AssemblyAI, through its own package and on the socket', () => {
  let sandbox: SandboxUnderTest;
  let open: VendorClient[] = [];
  let undo = () => {};

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    undo = withoutTls();
  });
  afterAll(async () => {
    undo();
    await sandbox.stop();
  });
  beforeEach(() => sandbox.mend());
  afterEach(async () => {
    for (const client of open) client.close();
    open = [];
    await sandbox.send('DELETE', '/control/ear/scripts');
  });

  const connect = async (query = '', headers: Record<string, string> = { authorization: 'any' }) => {
    const url = sandbox.socketUrlOf(`/assemblyai/v3/ws?speech_model=u3-rt-pro&sample_rate=16000${query}`);
    const client = await VendorClient.connect(url, headers);
    open.push(client);
    return client;
  };
  const say = async (text: string) => spokenAt(sandbox.app.get(Voice), text, RATE);
  const speak = (client: VendorClient, pcm: Int16Array, silenceMs = 400) =>
    client.speak(pcm, { pieceMs: 50, silenceMs });
  const loud = new Int16Array(RATE / 2).map((_, i) => 6_000 * Math.sin(i / 10));
  const ended = (event: object) => 'end_of_turn' in event && event.end_of_turn === true;
  const script = () =>
    sandbox.send('POST', '/control/ear/scripts', {
      id: 'yes',
      words: [
        { word: 'Yes', endMs: 200, mark: ',' },
        { word: 'please', endMs: 500, mark: '.' },
      ],
    });
  const BY_SCRIPT = `&keyterms_prompt=${encodeURIComponent('["script:yes"]')}`;

  it(
    'is understood by its own package',
    async () => {
      const client = new AssemblyAI({
        apiKey: 'any',
        streamingBaseUrl: `${sandbox.url}/assemblyai`,
      });
      const token = await client.streaming.createTemporaryToken({ expires_in_seconds: 60 });
      expect(token).toMatch(/^aai_sandbox_/);
      const transcriber = client.streaming.transcriber({
        token,
        websocketBaseUrl: sandbox.socketUrlOf('/assemblyai/v3/ws').replace('ws:', 'wss:'),
        sampleRate: RATE,
        speechModel: 'universal-streaming-english',
        formatTurns: true,
        connectTimeout: 10_000,
      });
      const turns: TurnEvent[] = [];
      const formatted = Promise.withResolvers<void>();
      transcriber.on('turn', (turn) => {
        turns.push(turn);
        if (turn.end_of_turn && turn.turn_is_formatted) formatted.resolve();
      });
      expect((await transcriber.connect()).type).toBe('Begin');
      const sound = await say('i want to go to bali for five nights');
      const all = new Int16Array(sound.length + RATE);
      all.set(sound);
      for (let from = 0; from < all.length; from += RATE / 10) {
        transcriber.sendAudio(all.slice(from, from + RATE / 10).buffer);
      }
      await formatted.promise;
      expect(turns.filter(({ end_of_turn }) => end_of_turn)).toEqual([
        expect.objectContaining({
          turn_order: 0,
          turn_is_formatted: false,
          transcript: 'i want to go to bali for five nights',
        }),
        expect.objectContaining({
          turn_order: 0,
          turn_is_formatted: true,
          transcript: 'I want to go to bali for five nights.',
        }),
      ]);
      await transcriber.close();
    },
    PATIENCE_MS,
  );

  it(
    'tells the newer models turns once, written out, at the silence that was asked for',
    async () => {
      const client = await connect('&min_turn_silence=100');
      expect(await client.next('Begin')).toMatchObject({
        id: expect.any(String) as string,
        expires_at: expect.any(Number) as number,
      });
      speak(client, await say('hello tara'), 150);
      await client.next('SpeechStarted');
      expect(await client.next(ended)).toMatchObject({
        turn_order: 0,
        turn_is_formatted: true,
        transcript: 'Hello tara.',
        utterance: 'Hello tara.',
        words: [
          { text: 'Hello', word_is_final: true },
          { text: 'tara.', word_is_final: true },
        ],
      });
    },
    PATIENCE_MS,
  );

  it(
    'ends a turn when it is forced to, and waits as long as it is told later',
    async () => {
      const client = await connect('&min_turn_silence=5000&max_turn_silence=6000');
      const sound = await say('hello tara');
      speak(client, sound);
      client.say({ type: 'ForceEndpoint' });
      expect(await client.next(ended)).toMatchObject({ turn_order: 0, transcript: 'Hello tara.' });
      client.say({ type: 'UpdateConfiguration', min_turn_silence: 100 });
      speak(client, sound);
      expect(await client.next(ended)).toMatchObject({ turn_order: 1, transcript: 'Hello tara.' });
    },
    PATIENCE_MS,
  );

  it('understands by a script, with words that may still change', async () => {
    await script();
    const client = await connect(BY_SCRIPT);
    speak(client, loud);
    expect(await client.next('Turn')).toMatchObject({
      end_of_turn: false,
      transcript: '',
      words: [{ text: 'Yes', word_is_final: false }],
    });
    expect(await client.next('Turn')).toMatchObject({ end_of_turn: true, transcript: 'Yes, please.' });
  });

  it('terminates with its durations', async () => {
    const client = await connect();
    speak(client, new Int16Array(RATE), 0);
    client.say({ type: 'KeepAlive' });
    client.say({ type: 'Terminate' });
    expect(await client.next('Termination')).toEqual({
      type: 'Termination',
      audio_duration_seconds: 1,
      session_duration_seconds: 0,
    });
    expect((await client.closed).code).toBe(1000);
  });

  it.each([
    ['no key', '', {}, 1008],
    ['a token that is none', '&token=none', {}, 1008],
    ['an encoding it does not play', '&encoding=opus', { authorization: 'any' }, 3006],
    ['keyterms that are none', '&keyterms_prompt=x', { authorization: 'any' }, 3006],
    ['a script that is not there', BY_SCRIPT, { authorization: 'any' }, 3006],
  ])('opens, says why not, and closes on %s', async (_what, query, headers, code) => {
    const client = await connect(query, headers);
    expect(await client.next('Error')).toMatchObject({ error_code: code });
    expect((await client.closed).code).toBe(code);
  });

  it.each([
    [20, 3007],
    [1_200, 3007],
  ])('takes no frames of %i ms', async (ms, code) => {
    const client = await connect();
    client.socket.send(Buffer.alloc((ms * RATE * 2) / 1_000));
    expect((await client.closed).code).toBe(code);
  });

  it('takes no sound much faster than it is spoken, and no messages it does not know', async () => {
    const fast = await connect();
    speak(fast, new Int16Array(17 * RATE));
    expect((await fast.closed).code).toBe(3007);
    const odd = await connect();
    odd.say({ type: 'Sing' });
    expect((await odd.closed).code).toBe(3006);
  });

  it('goes wrong where it is told to', async () => {
    await script();
    await sandbox.break('assemblyai', { fail: { next: 1, status: 500, at: 'response' } });
    const failing = await connect(BY_SCRIPT);
    speak(failing, loud);
    expect((await failing.closed).code).toBe(3005);

    await sandbox.break('assemblyai', { stall: 'open' });
    const silent = await connect();
    await sandbox.break('assemblyai', { drop: { afterDeltas: 1 } });
    const dropped = await connect(BY_SCRIPT);
    speak(dropped, loud);
    expect((await dropped.closed).code).toBe(1006);
    expect(silent.events).toEqual([]);

    await sandbox.break('assemblyai', { refuseCredentials: true });
    expect((await (await connect()).closed).code).toBe(1008);
    await sandbox.break('assemblyai', { fail: { next: 1, status: 503 } });
    await expect(connect()).rejects.toThrow('503');
  });

  it('takes tokens until they expire', async () => {
    const path = '/assemblyai/v3/token?expires_in_seconds=60';
    const { body } = await sandbox.send('GET', path, undefined, { authorization: 'any' });
    const token = `&token=${String(body?.token)}`;
    await (await connect(token, {})).next('Begin');
    await sandbox.send('POST', '/control/assemblyai/expire-credentials');
    expect((await (await connect(token, {})).closed).code).toBe(1008);
    expect((await sandbox.send('GET', path)).body).toEqual({ error: expect.any(String) as string });
    expect(
      (await sandbox.send('GET', '/assemblyai/v3/token', undefined, { authorization: 'any' })).status,
    ).toBe(400);
  });
});
