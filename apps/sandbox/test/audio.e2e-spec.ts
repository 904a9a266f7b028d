import OpenAI, { toFile } from 'openai';
import { streamedWavHeader } from '../src/openai/speech/wav.js';
import { Voice } from '../src/speech/voice.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spoken } from '../testing/speech.js';

// Synthesis and recognition are real here, and the machine may be busy.
const PATIENCE_MS = 60_000;
/** A tenth of a second. */
const PIECE_BYTES = 4_800;
const QUESTION = 'please find me a package to bali for seven nights';

describe('speech and transcriptions, through the official package', () => {
  let sandbox: SandboxUnderTest;
  let openai: OpenAI;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    openai = new OpenAI({ apiKey: 'sk-any', baseURL: `${sandbox.url}/openai/v1`, maxRetries: 0 });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());

  const speak = (input: string, more: object = {}, signal?: AbortSignal) =>
    openai.audio.speech.create(
      { model: 'gpt-4o-mini-tts', voice: 'marin', input, response_format: 'pcm', ...more },
      { signal },
    );
  const recorded = async (text = QUESTION) => {
    const { buffer } = await spoken(sandbox.app.get(Voice), text);
    return toFile(Buffer.concat([streamedWavHeader(), new Uint8Array(buffer)]), 'audio.wav');
  };

  describe('speech', () => {
    it('is bare sound at 24 kHz, the whole of it', async () => {
      const text = 'Hello, I am Tara. Where would you like to travel?';
      const response = await speak(text);
      expect(response.headers.get('content-type')).toBe('audio/pcm');
      const bytes = Buffer.from(await response.arrayBuffer());
      let samples = 0;
      for await (const { pcm } of sandbox.app.get(Voice).speak(text, { voice: 'marin' }))
        samples += pcm.length;
      expect(bytes.length).toBe(samples * 2);
    });

    it('is a WAV file when it is asked for', async () => {
      const bytes = Buffer.from(await (await speak('Hello.', { response_format: 'wav' })).arrayBuffer());
      expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
      expect(bytes.length).toBeGreaterThan(10_000);
    });

    it('comes as events when it is asked for', async () => {
      const text = await (await speak('Hello.', { stream_format: 'sse' })).text();
      const events = text
        .split('\n\n')
        .flatMap((line) => (line ? (JSON.parse(line.slice(6)) as { type: string }) : []));
      expect(events[0]?.type).toBe('speech.audio.delta');
      expect(events.at(-1)).toMatchObject({ type: 'speech.audio.done', usage: { input_tokens: 2 } });
    });

    it('takes its time when it is told to', async () => {
      await speak('Hello.');
      await sandbox.send('PUT', '/control/openai', { firstByteMs: 200 });
      const startedAt = performance.now();
      const reader = (await speak('Hello.')).body?.getReader();
      await reader?.read();
      expect(performance.now() - startedAt).toBeGreaterThan(195);
      await reader?.cancel();
      await sandbox.send('PUT', '/control/openai', {});
    });

    it.each([
      [{ response_format: 'mp3' }, 'response_format'],
      [{ voice: 'nobody' }, 'voice'],
      [{ input: '' }, 'input'],
      [{ speed: 2 }, 'speed'],
    ])('refuses %j', async (more, param) => {
      await expect(speak('Hello.', more)).rejects.toMatchObject({ status: 400, param });
    });

    it('stalls, is cut and fails when it is told to', async () => {
      await sandbox.break('openai', { stall: 'stream' });
      const leaving = new AbortController();
      const stalled = (await speak('One two three four five six.', {}, leaving.signal)).body?.getReader();
      let bytes = 0;
      while (bytes < 2 * PIECE_BYTES) bytes += (await stalled?.read())?.value?.length ?? 0;
      setTimeout(() => leaving.abort(), 100);
      await expect(stalled?.read()).rejects.toThrow('abort');
      await sandbox.break('openai', { drop: { afterDeltas: 2 } });
      await expect((await speak('One two three four five six.')).arrayBuffer()).rejects.toThrow();
      await sandbox.break('openai', { fail: { next: 1, status: 503, at: 'response' } });
      await expect(speak('One.')).rejects.toMatchObject({ status: 503 });
    });
  });

  describe('transcriptions', () => {
    it(
      'are the words, in each form',
      async () => {
        const file = await recorded();
        const { create } = openai.audio.transcriptions;
        const ask = create.bind(openai.audio.transcriptions);
        expect(await ask({ file, model: 'gpt-transcribe' })).toMatchObject({
          text: QUESTION,
          usage: { type: 'tokens' },
        });
        expect(await ask({ file, model: 'whisper-1', response_format: 'text' })).toBe(`${QUESTION}\n`);
        const told = await ask({ file, model: 'whisper-1', response_format: 'verbose_json' });
        expect(told).toMatchObject({ text: QUESTION, language: 'english', segments: [{ text: QUESTION }] });
        expect(told.duration).toBeGreaterThan(1);
      },
      PATIENCE_MS,
    );

    it(
      'stream when they are asked to',
      async () => {
        const events = await openai.audio.transcriptions.create({
          file: await recorded('hello tara'),
          model: 'gpt-4o-mini-transcribe',
          stream: true,
        });
        const types: string[] = [];
        for await (const { type } of events) types.push(type);
        expect(types).toEqual(['transcript.text.delta', 'transcript.text.delta', 'transcript.text.done']);
      },
      PATIENCE_MS,
    );

    it('refuse what is no WAV, and a format they do not have', async () => {
      const file = await toFile(Buffer.from('not a sound at all'), 'audio.wav');
      const model = 'gpt-transcribe';
      await expect(openai.audio.transcriptions.create({ file, model })).rejects.toMatchObject({
        status: 400,
        param: 'file',
      });
      await expect(
        openai.audio.transcriptions.create({ file, model, response_format: 'srt' }),
      ).rejects.toMatchObject({ status: 400, param: 'response_format' });
      const empty = new FormData();
      empty.set('model', model);
      const answer = await fetch(`${sandbox.url}/openai/v1/audio/transcriptions`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk-any' },
        body: empty,
      });
      expect(answer.status).toBe(400);
    });

    it('fail with the status when they are told to', async () => {
      await sandbox.break('openai', { fail: { next: 1, status: 429 } });
      const file = await toFile(Buffer.from('not a sound at all'), 'audio.wav');
      await expect(
        openai.audio.transcriptions.create({ file, model: 'gpt-transcribe' }),
      ).rejects.toMatchObject({ status: 429 });
    });
  });
});
