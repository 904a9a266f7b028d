import { jest } from '@jest/globals';
import { fakeAssemblyAi } from '../../testing/fake-assemblyai.js';
import type { FakeVendor } from '../../testing/fake-vendor.js';
import { pieces, quiet } from '../../testing/word-sound.js';
import { VendorFault } from '../vendor-fault.js';
import type { SocketSpeaker } from '../vendor-socket.js';
import { AssemblyAiTranscriber } from './assemblyai-transcriber.js';

describe(AssemblyAiTranscriber.name, () => {
  const talk = new AbortController();
  let told: string[];
  const listener = {
    interim: (text: string) => told.push(`~ ${text}`),
    final: (text: string, language: string | undefined, untilMs?: number) =>
      told.push(`${text} (${language}, ${untilMs})`),
    failed: (fault: VendorFault) => told.push(`failed ${fault.message}`),
  };

  beforeEach(() => {
    told = [];
  });

  describe('on a socket', () => {
    let vendor: FakeVendor;
    let baseUrl: string;

    beforeEach(async () => {
      vendor = fakeAssemblyAi();
      baseUrl = await vendor.start();
    });
    afterEach(() => vendor.stop());

    const open = (language: string | undefined, model?: string) =>
      new AssemblyAiTranscriber({ access: { apiKey: 'secret', baseUrl, simulated: true }, model }).open(
        { language },
        listener,
        talk.signal,
      );
    const query = () => Object.fromEntries(new URL(vendor.requests.at(-1)?.url ?? '', baseUrl).searchParams);

    it.each([
      ['en-GB', undefined, { speech_model: 'universal-streaming-english', format_turns: 'true' }],
      [
        undefined,
        undefined,
        {
          speech_model: 'universal-streaming-multilingual',
          format_turns: 'true',
          language_detection: 'true',
        },
      ],
      ['de', 'universal-3-5-pro', { speech_model: 'universal-3-5-pro', language_detection: 'true' }],
    ])('asks for the language %s of %s', async (language, model, wanted) => {
      await open(language, model);
      expect(vendor.requests[0]?.url).toMatch('/v3/ws?');
      expect(vendor.requests[0]?.headers.authorization).toBe('secret');
      expect(query()).toEqual({
        sample_rate: '16000',
        encoding: 'pcm_s16le',
        min_turn_silence: '100',
        ...wanted,
      });
    });

    it('sends nothing shorter than the vendor takes', async () => {
      const stream = await open('en');
      for (const piece of pieces(quiet(240))) stream.write(piece);
      stream.finalize();
      stream.close();
      await vendor.until(() => vendor.lines.size === 0);
      expect(vendor.binaryMessages.map((message) => message.length)).toEqual([1_600, 1_600, 1_600, 1_600]);
      expect(vendor.said).toEqual([{ type: 'ForceEndpoint' }, { type: 'Terminate' }]);
    });
  });

  describe('what the vendor says', () => {
    let speaker: SocketSpeaker;

    beforeEach(async () => {
      jest.useFakeTimers();
      const access = { apiKey: 'secret', baseUrl: 'http://vendor', simulated: false };
      const never = Promise.withResolvers<never>();
      void new AssemblyAiTranscriber({ access }, (_address, given) => {
        speaker = given;
        return never.promise;
      }).open({ language: 'en' }, listener, talk.signal);
      await Promise.resolve();
    });
    afterEach(() => jest.useRealTimers());

    const turn = (turn_order: number, transcript: string, state: object = {}) =>
      speaker.heard({
        type: 'Turn',
        turn_order,
        transcript,
        words: [...transcript.split(' '), 'perhaps'].map((text, i) => ({ text, end: (i + 1) * 100 })),
        ...state,
      });
    const ended = { end_of_turn: true };
    const formatted = { end_of_turn: true, turn_is_formatted: true };

    it('tells words that may still change, and the end in its best form', () => {
      turn(0, 'good');
      turn(0, 'good morning', ended);
      turn(0, 'Good morning.', formatted);
      turn(0, 'Good morning.', formatted);
      expect(told).toEqual(['~ good perhaps', 'Good morning. (en, 300)']);
    });

    it('does not wait for the best form for long', () => {
      turn(0, 'good morning', ended);
      jest.advanceTimersByTime(500);
      turn(0, 'Good morning.', formatted);
      expect(told).toEqual(['good morning (en, 300)']);
    });

    it('settles a turn when the next begins, or when the line breaks', () => {
      turn(0, 'one', ended);
      turn(1, 'two');
      turn(1, 'two', ended);
      speaker.ended(new VendorFault('dropped'));
      jest.advanceTimersByTime(1_000);
      expect(told).toEqual(['one (en, 200)', '~ two perhaps', 'two (en, 200)', 'failed dropped']);
    });

    it.each([
      [1008, 'Unauthorized Connection: Missing or invalid API key', 'key_refused 1008'],
      [1008, 'Insufficient account balance', 'quota_exhausted 1008'],
      [1008, 'Too many concurrent sessions', 'rate_limited 1008'],
      [3005, 'Server error', 'unavailable 3005'],
      [3009, '', 'rate_limited 3009'],
      [3008, 'Session expired', 'closed 3008'],
    ])('reads its goodbye %d %p as %s', (code, reason, message) => {
      expect(speaker.faultOfClose(code, reason)).toMatchObject({ message });
      expect(speaker.faultOf({ type: 'Error', error_code: code, error: reason })).toMatchObject({ message });
    });
  });
});
