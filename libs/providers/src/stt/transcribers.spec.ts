import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { jest } from '@jest/globals';
import { fakeAssemblyAi } from '../../testing/fake-assemblyai.js';
import { fakeDeepgram } from '../../testing/fake-deepgram.js';
import { fakeOpenAiTranscription } from '../../testing/fake-openai-transcription.js';
import type { FakeVendor, Meeting } from '../../testing/fake-vendor.js';
import { pieces, quiet, spelled, talkSound, wordSound } from '../../testing/word-sound.js';
import type { VendorFault } from '../vendor-fault.js';
import type { Transcription, TranscriptionListener } from './transcriber.js';
import { TRANSCRIBERS } from './transcribers.js';
import type { SttVendor } from '../vendors/vendor-name.js';

const KEY = 'key-that-nobody-may-see';
const WORDS = [1, 2, 3, 4, 5, 6];

/** Every timer is real; only the clock that is read is ours. */
const CLOCK_ONLY: Parameters<typeof jest.useFakeTimers>[0] = {
  doNotFake: [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ],
};

class Notes implements TranscriptionListener {
  readonly interims: string[] = [];
  readonly finals: { text: string; language: string | undefined; untilMs: number | undefined }[] = [];
  readonly faults: VendorFault[] = [];
  private readonly changes = new Set<() => void>();

  get text(): string {
    return this.finals.map((final) => final.text).join(' ');
  }

  interim(text: string): void {
    this.interims.push(text);
    this.changed();
  }

  final(text: string, language: string | undefined, untilMs?: number): void {
    this.finals.push({ text, language, untilMs });
    this.changed();
  }

  failed(fault: VendorFault): void {
    this.faults.push(fault);
    this.changed();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.changes.add(resolve));
  }

  private changed(): void {
    for (const resolve of this.changes) resolve();
    this.changes.clear();
  }
}

describe.each<[SttVendor, () => FakeVendor, string]>([
  ['deepgram', fakeDeepgram, ''],
  ['assemblyai', fakeAssemblyAi, ''],
  ['openai', fakeOpenAiTranscription, '/v1'],
])('%s', (name, fake, path) => {
  let vendor: FakeVendor;
  let baseUrl: string;
  let notes: Notes;
  let talk: AbortController;

  beforeEach(async () => {
    vendor = fake();
    baseUrl = `${await vendor.start()}${path}`;
    notes = new Notes();
    talk = new AbortController();
  });
  afterEach(async () => {
    jest.useRealTimers();
    talk.abort();
    await vendor.stop();
  });

  const open = (language: string | undefined = 'en') => {
    const { create, defaultModel } = TRANSCRIBERS[name];
    const access = { apiKey: KEY, baseUrl, simulated: true };
    return create(access, { model: defaultModel }).open({ language }, notes, talk.signal);
  };
  const say = (stream: Transcription, sound: Int16Array) => {
    for (const piece of pieces(sound)) stream.write(piece);
  };

  it('understands a talk, once and in order', async () => {
    const stream = await open();
    say(
      stream,
      talkSound(WORDS, (word) => (word % 3 === 0 ? 400 : 40)),
    );
    await notes.until(() => notes.finals.length === 2);
    expect(notes.text).toBe(spelled(WORDS));
    expect(notes.interims).toContain(spelled([1, 2]));
    expect(notes.finals[0]?.language).toBe('en');
    const [first = 0, second = 0] = notes.finals.map((final) => final.untilMs);
    // Between the end of the third word and the beginning of the fourth.
    expect(first).toBeGreaterThanOrEqual(680);
    expect(first).toBeLessThanOrEqual(1_080);
    expect(second).toBeGreaterThan(1_760);
  });

  it('settles what was heard when it is asked to, as soon as it is sure of the quiet', async () => {
    const stream = await open();
    say(
      stream,
      talkSound([7, 8], () => 60),
    );
    stream.finalize();
    say(stream, quiet(80));
    await notes.until(() => notes.finals.length > 0);
    expect(notes.text).toBe(spelled([7, 8]));
  });

  it('passes over what makes no sense', async () => {
    vendor.meetings.push('garbage');
    const stream = await open();
    say(
      stream,
      talkSound([7], () => 400),
    );
    await notes.until(() => notes.finals.length > 0);
    expect(notes.text).toBe(spelled([7]));
    expect(notes.faults).toEqual([]);
  });

  it.each<[Meeting, object]>([
    [{ refusedWith: '401 Unauthorized' }, { reason: 'key_refused', code: 401, isFinal: true }],
    [
      { refusedWith: '429 Busy\r\nRetry-After: 2' },
      { reason: 'rate_limited', retryAfterMs: 2_000, isFinal: false },
    ],
    [{ refusedWith: '503 Broken' }, { reason: 'unavailable', isFinal: false }],
  ])('tells why it is refused: %p', async (meeting, fault) => {
    vendor.meetings.push(meeting);
    const refused = open();
    await expect(refused).rejects.toMatchObject(fault);
    const error: unknown = await refused.catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(KEY);
    expect(vendor.lines.size).toBe(0);
  });

  it('tells that nobody is there, and that a key cannot be one', async () => {
    const access = { apiKey: `${KEY}\n`, baseUrl: 'http://127.0.0.1:1', simulated: false };
    const { create } = TRANSCRIBERS[name];
    const tryWith = (apiKey: string) =>
      create({ ...access, apiKey }, { model: 'any' }).open({ language: undefined }, notes, talk.signal);
    await expect(tryWith(KEY)).rejects.toMatchObject({ reason: 'unreachable' });
    await expect(tryWith(access.apiKey)).rejects.toMatchObject({ reason: 'refused', isFinal: true });
  });

  it('tells that the socket was cut in the middle of speech, and is quiet after it', async () => {
    vendor.meetings.push({ droppedAfterMs: 300 });
    const stream = await open();
    say(stream, talkSound([1, 2, 3]));
    await notes.until(() => notes.faults.length > 0);
    expect(notes.faults).toMatchObject([{ reason: 'dropped' }]);
    say(stream, talkSound([4]));
    stream.finalize();
    stream.close();
    expect(notes.faults).toHaveLength(1);
  });

  it('tells that a vendor hung up as soon as it stood', async () => {
    vendor.meetings.push('goodbye');
    await open().catch((fault: VendorFault) => notes.failed(fault));
    await notes.until(() => notes.faults.length > 0);
    expect(notes.faults).toMatchObject([{ reason: 'closed', code: 1000 }]);
  });

  it('notices a vendor that hears nothing', async () => {
    jest.useFakeTimers(CLOCK_ONLY);
    vendor.meetings.push('deaf');
    const stream = await open();
    say(
      stream,
      talkSound([1], () => 20),
    );
    const endless = talkSound(WORDS, () => 0);
    for (let i = 0; i < 3; i++) say(stream, endless);
    expect(notes.faults).toEqual([]);
    jest.setSystemTime(Date.now() + 3_000);
    say(stream, endless);
    expect(notes.faults).toMatchObject([{ reason: 'stalled' }]);
  });

  it('closes for certain, and says nothing after it', async () => {
    const stream = await open();
    say(stream, talkSound([1]));
    stream.finalize();
    stream.close();
    stream.write(wordSound(2));
    await vendor.until(() => vendor.lines.size === 0);
    expect([notes.finals, notes.faults]).toEqual([[], []]);
  });

  it('closes when the talk is over', async () => {
    await open();
    talk.abort();
    await vendor.until(() => vendor.lines.size === 0);
    expect(notes.faults).toEqual([]);
    await expect(open()).rejects.toThrow();
    expect(vendor.requests).toHaveLength(1);
  });

  it('needs no more memory the longer it listens', async () => {
    const stream = await open();
    const twentySeconds = pieces(quiet(20_000));
    const listen = async (frames: number) => {
      for (let written = 0; written < frames; written += twentySeconds.length) {
        const before = vendor.heardMs;
        for (const piece of twentySeconds) stream.write(piece);
        // What does not fill a message of the vendor yet is still to come.
        await vendor.until(() => vendor.heardMs >= before + 19_900);
        vendor.binaryMessages = [];
        vendor.said.length = 0;
      }
    };
    await listen(9_000);
    const before = heapMegabytes();
    await listen(18_000);
    // Frames that were kept would be more, by their heads alone.
    expect(heapMegabytes() - before).toBeLessThan(1.5);
    expect(notes.faults).toEqual([]);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
