import { jest } from '@jest/globals';
import { fakeOpenAiTranscription } from '../../testing/fake-openai-transcription.js';
import type { FakeVendor } from '../../testing/fake-vendor.js';
import { pieces, quiet, talkSound, wordSound } from '../../testing/word-sound.js';
import type { VendorFault } from '../vendor-fault.js';
import type { StandingSocket } from '../vendor-socket.js';
import { OpenAiTranscription } from './openai-transcription.js';
import { OpenAiTranscriber } from './openai-transcriber.js';

describe(OpenAiTranscriber.name, () => {
  const talk = new AbortController();
  let vendor: FakeVendor;
  let access: { apiKey: string; baseUrl: string; simulated: boolean };
  let told: string[];
  const listener = {
    interim: (text: string) => told.push(`~ ${text}`),
    final: (text: string) => told.push(text),
    failed: (fault: VendorFault) => told.push(`failed ${fault.message}`),
  };

  beforeEach(async () => {
    told = [];
    vendor = fakeOpenAiTranscription();
    access = { apiKey: 'secret', baseUrl: `${await vendor.start()}/v1`, simulated: true };
  });
  afterEach(() => vendor.stop());

  const open = (language: string | undefined) =>
    new OpenAiTranscriber({ access }).open({ language }, listener, talk.signal);

  it('asks for a transcription, which names its model only then', async () => {
    await open('en-US');
    expect(vendor.requests[0]?.url).toBe('/v1/realtime?intent=transcription');
    expect(vendor.requests[0]?.headers.authorization).toBe('Bearer secret');
    expect(vendor.said[0]).toEqual({
      type: 'session.update',
      session: {
        type: 'transcription',
        audio: {
          input: {
            format: { type: 'audio/pcm', rate: 24_000 },
            transcription: { model: 'gpt-live-transcribe', language: 'en' },
            turn_detection: null,
          },
        },
      },
    });
  });

  it('ends a stretch of speech at a pause, once', async () => {
    const stream = await open(undefined);
    for (const piece of pieces(talkSound([1], () => 2_000))) stream.write(piece);
    stream.close();
    await vendor.until(() => vendor.lines.size === 0);
    expect(vendor.said.filter(({ type }) => type === 'input_audio_buffer.commit')).toHaveLength(1);
  });

  it('ends nothing that holds no words', async () => {
    const stream = await open(undefined);
    for (const piece of pieces(quiet(500))) stream.write(piece);
    stream.finalize();
    for (const piece of pieces(quiet(12_000))) stream.write(piece);
    stream.close();
    await vendor.until(() => vendor.lines.size === 0);
    const types = new Set(vendor.said.map(({ type }) => type));
    expect([...types]).toEqual(['session.update', 'input_audio_buffer.append', 'input_audio_buffer.clear']);
  });
});

describe(OpenAiTranscription.name, () => {
  let now: number;
  let sent: string[];
  let told: string[];
  let stream: OpenAiTranscription;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    now = 0;
    sent = [];
    told = [];
    begin('gpt-live-transcribe');
  });
  afterEach(() => jest.useRealTimers());

  function begin(model: string): void {
    stream = new OpenAiTranscription(model, 'en', {
      interim: (text) => told.push(`~ ${text}`),
      final: (text, language, untilMs) => told.push(`${text} (${language}, ${untilMs})`),
      failed: (fault) => told.push(`failed ${fault.message}`),
    });
    const socket: StandingSocket = {
      send: (data) => sent.push(String(data)),
      cut: (fault) => stream.ended(fault),
      close: () => stream.ended(undefined),
    };
    stream.begun(socket);
  }
  const speak = (sound: Int16Array) => {
    for (const piece of pieces(sound)) {
      now += 20;
      jest.setSystemTime(now);
      stream.write(piece);
    }
  };
  const commits = () => sent.filter((event) => event.includes('.commit')).length;
  const say = (type: string, what: object = {}) => {
    const event = { type, ...what };
    const fault = stream.faultOf(event);
    if (fault) stream.ended(fault);
    else stream.heard(event);
  };
  const TRANSCRIPTION = 'conversation.item.input_audio_transcription.';

  it('knows where a stretch ends whose words come later', () => {
    speak(talkSound([1], () => 240));
    expect(commits()).toBe(1);
    say('input_audio_buffer.committed', { item_id: 'a' });
    speak(talkSound([2], () => 240));
    say('input_audio_buffer.committed', { item_id: 'b' });
    say(`${TRANSCRIPTION}completed`, { item_id: 'b', transcript: 'two', languages: 'odd' });
    say(`${TRANSCRIPTION}completed`, { item_id: 'a', transcript: 'One.', languages: [{ code: 'de' }] });
    expect(told).toEqual(['One. (de, 440)', 'two (en, 880)']);
  });

  it('ends a stretch soon after it is asked to, unless the person speaks on', () => {
    speak(talkSound([1], () => 100));
    stream.finalize();
    speak(quiet(60));
    expect(commits()).toBe(0);
    speak(quiet(20));
    expect(commits()).toBe(1);
    speak(talkSound([2], () => 100));
    stream.finalize();
    speak(wordSound(3));
    expect(commits()).toBe(1);
    speak(quiet(240));
    expect(commits()).toBe(2);
  });

  it('ends no stretch by the clock while its sound is late', () => {
    speak(talkSound([1], () => 100));
    stream.finalize();
    jest.advanceTimersByTime(1_000);
    expect(commits()).toBe(0);
  });

  it('owes the words that it was asked for until they are settled', () => {
    speak(talkSound([1], () => 100));
    expect(stream.owesWords).toBe(false);
    stream.finalize();
    expect(stream.owesWords).toBe(true);
    speak(quiet(80));
    expect(commits()).toBe(1);
    expect(stream.owesWords).toBe(true);
    say('input_audio_buffer.committed', { item_id: 'a' });
    say(`${TRANSCRIPTION}completed`, { item_id: 'a', transcript: 'One.' });
    expect(stream.owesWords).toBe(false);
  });

  it('stalls when the words of a stretch do not come', () => {
    speak(talkSound([1], () => 240));
    jest.advanceTimersByTime(3_999);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(told).toEqual(['failed stalled']);
  });

  it('asks what there is when much voice brings no words, which may be music', () => {
    const music = talkSound(
      Array.from({ length: 11 }, (_, i) => i),
      () => 20,
    );
    speak(quiet(100));
    speak(music);
    expect(commits()).toBe(1);
    say('input_audio_buffer.committed', { item_id: 'a' });
    say(`${TRANSCRIPTION}completed`, { item_id: 'a', transcript: '' });
    speak(music);
    jest.advanceTimersByTime(3_000);
    expect(told).toEqual([]);
  });

  it('does not expect words of other models before the end of a stretch', () => {
    begin('gpt-4o-transcribe');
    for (let i = 0; i < 50; i++) speak(wordSound(i));
    expect(told).toEqual([]);
    expect(commits()).toBe(0);
  });

  it('gives up a stretch that the vendor gave up', () => {
    say(`${TRANSCRIPTION}failed`, { item_id: 'a', error: { code: 'audio_unintelligible' } });
    expect(told).toEqual(['failed answer_failed']);
  });

  it('does not wait for the words of a stretch that was none', () => {
    speak(talkSound([1], () => 240));
    say('error', { error: { code: 'input_audio_buffer_commit_empty' } });
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
    say('error', { error: { code: 'insufficient_quota' } });
    expect(told).toEqual(['failed quota_exhausted']);
  });
});
