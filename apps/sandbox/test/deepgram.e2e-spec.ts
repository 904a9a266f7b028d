import { DeepgramClient } from '@deepgram/sdk';
import { Voice } from '../src/speech/voice.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spokenAt } from '../testing/speech.js';
import { VendorClient } from '../testing/vendor-client.js';

// Synthesis and recognition are real here, and the machine may be busy.
const PATIENCE_MS = 60_000;
const RATE = 16_000;
const KEY = { authorization: 'Token any' };

describe('Deepgram, through its own package and on the socket', () => {
  let sandbox: SandboxUnderTest;
  let deepgram: DeepgramClient;
  let open: VendorClient[] = [];

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    const base = sandbox.socketUrlOf('/deepgram');
    deepgram = new DeepgramClient({
      apiKey: 'any',
      maxRetries: 0,
      environment: { base: `${sandbox.url}/deepgram`, production: base, agent: base, agentRest: base },
    });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());
  afterEach(() => {
    for (const client of open) client.close();
    open = [];
  });

  const connect = async (query: string, headers: Record<string, string> = KEY, protocols: string[] = []) => {
    const client = await VendorClient.connect(
      sandbox.socketUrlOf(`/deepgram/v1/${query}`),
      headers,
      protocols,
    );
    open.push(client);
    return client;
  };
  const LISTEN = 'listen?model=nova-3&encoding=linear16&sample_rate=16000';
  const listen = (options = '&interim_results=true&smart_format=true&vad_events=true') =>
    connect(LISTEN + options);
  const say = async (text: string) => spokenAt(sandbox.app.get(Voice), text, RATE);
  const isFinal = (event: object) => 'is_final' in event && event.is_final === true;
  const transcriptOf = (event: object) =>
    (event as { channel: { alternatives: { transcript: string }[] } }).channel.alternatives[0]?.transcript;

  describe('listening', () => {
    it(
      'is understood by its own package: start, words, end, metadata',
      async () => {
        const connection = await deepgram.listen.v1.connect({
          model: 'nova-3',
          encoding: 'linear16',
          sample_rate: RATE,
          interim_results: 'true',
          smart_format: 'true',
          vad_events: 'true',
          utterance_end_ms: 1_000,
          reconnectAttempts: 0,
        });
        const types: string[] = [];
        let last: Record<string, unknown> = {};
        const final = Promise.withResolvers<string>();
        const metadata = Promise.withResolvers<unknown>();
        const utteranceEnd = Promise.withResolvers<unknown>();
        connection.on('message', (message) => {
          types.push(message.type);
          if (message.type === 'Results' && message.is_final) {
            last = { ...message };
            final.resolve(message.channel.alternatives[0]?.transcript ?? '');
          }
          if (message.type === 'Metadata') metadata.resolve(message);
          if (message.type === 'UtteranceEnd') utteranceEnd.resolve(message);
        });
        connection.connect();
        await connection.waitForOpen();
        const sound = await say('i want to go to bali for five nights');
        connection.sendMedia(sound);
        connection.sendMedia(new Int16Array(RATE / 2));
        await expect(final.promise).resolves.toBe('I want to go to bali for five nights.');
        expect(last).toMatchObject({
          speech_final: true,
          from_finalize: false,
          channel_index: [0, 1],
          metadata: { request_id: expect.any(String) as string, model_info: { arch: 'nova-3' } },
        });
        expect(types[0]).toBe('SpeechStarted');
        await utteranceEnd.promise;
        connection.sendCloseStream({ type: 'CloseStream' });
        await expect(metadata.promise).resolves.toMatchObject({
          channels: 1,
          duration: expect.any(Number) as number,
        });
        connection.close();
      },
      PATIENCE_MS,
    );

    it(
      'says finals about a tenth of a second after the speech',
      async () => {
        const client = await listen();
        client.speak(await say('hello tara'), { silenceMs: 110 });
        const final = await client.next(isFinal);
        expect(transcriptOf(final)).toBe('Hello tara.');
        const [alternative] = (final as { channel: { alternatives: { words: object[] }[] } }).channel
          .alternatives;
        expect(alternative?.words).toEqual([
          expect.objectContaining({ word: 'hello', punctuated_word: 'Hello' }),
          expect.objectContaining({ word: 'tara', punctuated_word: 'tara.' }),
        ]);
      },
      PATIENCE_MS,
    );

    it(
      'writes plain words where no format is asked for, and a question mark where it is',
      async () => {
        const sound = await say('what packages do you have');
        const [plain, formatted] = [await listen(''), await listen('&punctuate=true')];
        plain.speak(sound);
        formatted.speak(sound);
        expect(transcriptOf(await plain.next('Results'))).toBe('what packages do you have');
        expect(transcriptOf(await formatted.next('Results'))).toBe('What packages do you have?');
      },
      PATIENCE_MS,
    );

    it(
      'loses no words when a person pauses within a sentence and the client finalizes',
      async () => {
        const sound = await say('i want to go to bali for five nights');
        const client = await listen('&smart_format=true');
        client.speak(sound.subarray(0, 1.42 * RATE), { silenceMs: 60 });
        client.say({ type: 'Finalize' });
        const first = await client.next(isFinal);
        expect(first).toMatchObject({ from_finalize: true });
        client.speak(new Int16Array(RATE / 5), { silenceMs: 0 });
        client.speak(sound.subarray(1.42 * RATE), { silenceMs: 1_000 });
        const second = await client.next(isFinal);
        const words = [first, second].map(transcriptOf).join(' ').toLowerCase().replaceAll('.', '');
        expect(words).toBe('i want to go to bali for five nights');
      },
      PATIENCE_MS,
    );

    it('answers a finalize with nothing when nothing is open', async () => {
      const client = await listen();
      client.say({ type: 'Finalize' });
      const nothing = await client.next('Results');
      expect(nothing).toMatchObject({ is_final: true, from_finalize: true });
      expect(transcriptOf(nothing)).toBe('');
    });

    it('ends with its metadata, and closes in good order', async () => {
      const client = await listen();
      client.say({ type: 'KeepAlive' });
      client.say({ type: 'CloseStream' });
      await client.next('Metadata');
      expect((await client.closed).code).toBe(1000);
      const other = await listen();
      other.socket.send(Buffer.alloc(0));
      await other.next('Metadata');
    });

    it('does not understand every message', async () => {
      const client = await listen();
      client.say({ type: 'Sing' });
      expect(await client.closed).toMatchObject({
        code: 1008,
        reason: expect.stringContaining('DATA-0000') as string,
      });
    });

    it('takes a key from the subprotocols of a browser', async () => {
      const client = await connect(LISTEN, {}, ['token', 'any']);
      expect(client.socket.protocol).toBe('token');
    });

    it.each([
      ['no key', LISTEN, {}, '401'],
      ['a scheme that is none', LISTEN, { authorization: 'Basic any' }, '401'],
      ['an encoding it does not play', 'listen?encoding=opus&sample_rate=16000', KEY, '400'],
      ['no rate', 'listen?encoding=linear16', KEY, '400'],
    ])('refuses the upgrade on %s', async (_what, query, headers, status) => {
      await expect(connect(query, headers)).rejects.toThrow(status);
    });
  });

  describe('by a script', () => {
    const script = (id: string, extra: object = {}) =>
      sandbox.send('POST', '/control/ear/scripts', {
        id,
        words: [
          { word: 'Yes', endMs: 200, mark: ',', interim: 'Yet' },
          { word: 'please', endMs: 500, mark: '.' },
        ],
        ...extra,
      });
    afterEach(() => sandbox.send('DELETE', '/control/ear/scripts'));

    it('understands what the script of its tag says, at its times', async () => {
      expect((await script('yes')).status).toBe(204);
      const client = await listen('&interim_results=true&smart_format=true&tag=script:yes');
      client.speak(new Int16Array(RATE / 2).map((_, i) => 6_000 * Math.sin(i / 10)));
      const results = [await client.next('Results'), await client.next('Results')];
      expect(results.map(transcriptOf)).toEqual(['Yet', 'Yes, please.']);
      expect(results[1]).toMatchObject({ is_final: true, speech_final: true, start: 0, duration: 0.5 });
    });

    it('is played by the next stream that opens', async () => {
      await script('yes');
      await sandbox.send('POST', '/control/ear/next', { ids: ['yes'] });
      expect((await sandbox.send('GET', '/control/ear/scripts')).body).toEqual({
        scripts: ['yes'],
        next: [['yes']],
      });
      const client = await listen('&keyterm=Bali');
      expect((await sandbox.send('GET', '/control/ear/scripts')).body).toMatchObject({ next: [] });
      client.speak(new Int16Array(RATE / 2).map((_, i) => 6_000 * Math.sin(i / 10)));
      expect(transcriptOf(await client.next(isFinal))).toBe('yes please');
    });

    it('goes on with another when it is told to', async () => {
      await script('yes');
      await script('no', { words: [{ word: 'No', endMs: 300 }] });
      const turnTo = (first: string) => sandbox.send('PUT', `/control/ear/streams/${first}`, { ids: ['no'] });
      expect((await turnTo('yes')).status).toBe(404);
      const client = await listen('&tag=script:yes');
      expect((await turnTo('yes')).status).toBe(204);
      client.speak(new Int16Array(RATE / 2).map((_, i) => 6_000 * Math.sin(i / 10)));
      expect(transcriptOf(await client.next(isFinal))).toBe('no');
    });

    it('closes a stream that names a script that is not there', async () => {
      const client = await listen('&tag=script:none');
      expect(await client.closed).toMatchObject({
        code: 1008,
        reason: expect.stringContaining('none') as string,
      });
    });

    it.each([
      [{ words: [] }],
      [
        {
          words: [
            { word: 'a', endMs: 200 },
            { word: 'b', endMs: 100 },
          ],
        },
      ],
      [{ id: 'no spaces please' }],
    ])('refuses %j', async (extra) => {
      expect((await script('bad', extra)).status).toBe(400);
    });

    it('is late, fails, stalls and breaks off where it is told to', async () => {
      await script('yes');
      const speak = async () => {
        const client = await listen('&interim_results=true&tag=script:yes');
        client.speak(new Int16Array(RATE / 2).map((_, i) => 6_000 * Math.sin(i / 10)));
        return client;
      };
      await sandbox.break('deepgram', { latencyMs: 80 });
      const startedAt = performance.now();
      await (await speak()).next(isFinal);
      expect(performance.now() - startedAt).toBeGreaterThan(75);

      await sandbox.break('deepgram', { fail: { next: 1, status: 500, at: 'response' } });
      const failing = await speak();
      await failing.next('Error');
      expect((await failing.closed).code).toBe(1011);

      await sandbox.break('deepgram', { stall: 'stream', stallNext: 1 });
      const stalled = await speak();
      await stalled.next('Results');
      stalled.say({ type: 'CloseStream' });
      await stalled.next('Metadata');
      expect(stalled.events).toHaveLength(2);

      await sandbox.break('deepgram', { brownOut: true });
      const brown = await speak();
      brown.say({ type: 'CloseStream' });
      await brown.next('Metadata');
      expect(brown.events).toHaveLength(1);

      await sandbox.break('deepgram', { drop: { afterDeltas: 1 } });
      expect((await (await speak()).closed).code).toBe(1006);

      await sandbox.break('deepgram', { refuseCredentials: true });
      await expect(speak()).rejects.toThrow('401');
      await sandbox.break('deepgram', { fail: { next: 1, status: 429, retryAfterS: 1 } });
      await expect(speak()).rejects.toThrow('429');
      await speak();
    });
  });

  describe('speaking', () => {
    it('says sentences as they come, and tells when they are flushed', async () => {
      const client = await connect('speak?model=aura-2-thalia-en&encoding=linear16&sample_rate=16000');
      await client.next('Metadata');
      client.say({ type: 'Speak', text: 'Hello, ' });
      client.say({ type: 'Speak', text: 'this is Tara. ' });
      client.say({ type: 'Flush' });
      expect(await client.next('Flushed')).toEqual({ type: 'Flushed', sequence_id: 0 });
      expect(client.sound.length / 2 / RATE).toBeGreaterThan(0.8);
      client.say({ type: 'Speak', text: 'And no stop' });
      client.say({ type: 'Clear' });
      await client.next('Cleared');
      client.say({ type: 'Close' });
      expect((await client.closed).code).toBe(1000);
    });

    it('is understood by its own package, over HTTP and on the socket', async () => {
      const answer = await deepgram.speak.v1.audio.generate({
        text: 'Hello there.',
        model: 'aura-2-thalia-en',
        encoding: 'linear16',
        container: 'none',
        sample_rate: 24_000,
      });
      expect((await answer.arrayBuffer()).byteLength / 2 / 24_000).toBeGreaterThan(0.4);

      const connection = await deepgram.speak.v1.connect({
        model: 'aura-2-thalia-en',
        encoding: 'linear16',
        sample_rate: '24000',
        reconnectAttempts: 0,
      });
      const flushed = Promise.withResolvers<void>();
      let bytes = 0;
      connection.on('message', (message) => {
        if (message instanceof Blob) bytes += message.size;
        else if (typeof message === 'object' && message.type === 'Flushed') flushed.resolve();
      });
      connection.connect();
      await connection.waitForOpen();
      connection.sendText({ type: 'Speak', text: 'Hello there.' });
      connection.sendFlush({ type: 'Flush' });
      await flushed.promise;
      expect(bytes / 2 / 24_000).toBeGreaterThan(0.4);
      connection.close();
    });

    it('writes errors as Deepgram does', async () => {
      const answer = await sandbox.send('POST', '/deepgram/v1/speak', { text: '' }, KEY);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        err_code: 'PAYLOAD_ERROR',
        request_id: expect.any(String) as string,
      });
      expect((await sandbox.send('POST', '/deepgram/v1/speak', { text: 'a' })).body).toMatchObject({
        err_code: 'INVALID_AUTH',
      });
      await expect(connect('speak?encoding=mp3')).rejects.toThrow('400');
    });

    it('keeps the time to the first byte that it is told', async () => {
      await sandbox.send('PUT', '/control/voices/deepgram', { firstByteMs: 300, speedUp: 100 });
      const client = await connect('speak');
      const startedAt = performance.now();
      client.say({ type: 'Speak', text: 'Hello.' });
      await client.until(() => client.sounds.length > 0, 'sound');
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295);
      await sandbox.send('PUT', '/control/voices/deepgram', {});
      expect((await sandbox.send('GET', '/control/voices/nobody')).status).toBe(404);
    });

    it('fails on request and stalls after a piece', async () => {
      await sandbox.break('deepgram', { fail: { next: 1, status: 500, at: 'response' } });
      const failing = await connect('speak');
      failing.say({ type: 'Speak', text: 'Hello.' });
      expect((await failing.closed).code).toBe(1011);
      await sandbox.break('deepgram', { drop: { afterDeltas: 1 } });
      const dropped = await connect('speak');
      dropped.say({ type: 'Speak', text: 'Hello.' });
      expect((await dropped.closed).code).toBe(1006);
    });
  });
});
