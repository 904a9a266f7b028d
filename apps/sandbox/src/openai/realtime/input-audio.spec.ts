import type { Heard } from '../../speech/ear.js';
import { InputAudio } from './input-audio.js';
import { preparedEar } from './prepared.js';
import { SAMPLES_PER_MS } from './sound-buffer.js';

const words: Heard = { text: 'hello', unclear: false, confidence: 1, slots: { intent: 'greet' } };

describe(InputAudio.name, () => {
  let happened: string[];
  let heard: { ms: number; signal?: AbortSignal }[];
  let input: InputAudio;
  let nowMs: number;
  let answer: () => Promise<Heard>;
  const ending = new AbortController();

  beforeEach(() => {
    happened = [];
    heard = [];
    nowMs = 1_000_000;
    answer = () => Promise.resolve(words);
    input = new InputAudio(
      {
        hear: (pcm, { signal } = {}) => {
          heard.push({ ms: pcm.length / SAMPLES_PER_MS, signal });
          return answer();
        },
      },
      {
        speechStarted: (startMs) => happened.push(`started ${startMs}`),
        speechStopped: (speechEndMs, endMs, { durationMs }) =>
          happened.push(`stopped ${speechEndMs} ${endMs} after ${durationMs}`),
      },
      ending.signal,
      () => nowMs,
    );
    input.detect({ type: 'semantic_vad', silence_duration_ms: 300, prefix_padding_ms: 100 });
  });

  const feed = (ms: number, loudness: number) => {
    for (let at = 0; at < ms; at += 20) {
      nowMs += 20;
      input.append(
        Int16Array.from({ length: 20 * SAMPLES_PER_MS }, (_, i) => (i % 2 ? loudness : -loudness)),
      );
    }
  };
  /** Lets promises that are settled be noticed. */
  const turns = () => new Promise((resolve) => setImmediate(resolve));
  const quiet = (ms: number) => feed(ms, 10);
  const loud = (ms: number) => feed(ms, 8_000);

  it('finds a turn, with its padding and without its silence', () => {
    quiet(1_000);
    loud(500);
    quiet(400);
    expect(happened).toEqual(['started 900', 'stopped 1500 1800 after 900']);
  });

  it('begins to recognise in the pause, and uses that when it was the end', () => {
    quiet(1_000);
    loud(500);
    quiet(200);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.ms).toBeGreaterThan(600);
    quiet(200);
    expect(happened).toHaveLength(2);
    expect(heard).toHaveLength(1);
  });

  it('gives a recognition up when the person goes on', () => {
    quiet(1_000);
    loud(500);
    quiet(200);
    loud(300);
    expect(heard[0]?.signal?.aborted).toBe(true);
    quiet(400);
    expect(heard).toHaveLength(2);
    expect(heard[1]?.signal?.aborted).toBe(false);
    expect(heard[1]?.ms).toBeGreaterThan(1_000);
  });

  describe('where the words decide', () => {
    const half: Heard = { ...words, text: '[unclear]', unclear: true };

    beforeEach(() => {
      input.detect({ type: 'semantic_vad', silence_duration_ms: 300, unfinished_silence_ms: 1_000 });
      quiet(1_000);
      loud(500);
    });

    it('ends the turn after a whole sentence', async () => {
      quiet(200);
      await turns();
      quiet(200);
      expect(happened.slice(1)).toEqual(['stopped 1500 1800 after 1100']);
    });

    it('ends it as soon where answers are prepared, whose turns are measured', async () => {
      answer = () => preparedEar.hear(new Int16Array());
      quiet(200);
      await turns();
      quiet(200);
      expect(happened.slice(1)).toEqual(['stopped 1500 1800 after 1100']);
    });

    it('waits for the rest of half a one, and hears it as one turn', async () => {
      answer = () => Promise.resolve(half);
      quiet(200);
      await turns();
      quiet(500);
      answer = () => Promise.resolve(words);
      loud(300);
      quiet(200);
      await turns();
      quiet(200);
      expect(happened.slice(1)).toEqual(['stopped 2500 2800 after 2100']);
    });

    it('ends the turn when the rest does not come', async () => {
      answer = () => Promise.resolve(half);
      quiet(200);
      await turns();
      quiet(1_000);
      expect(happened.slice(1)).toEqual(['stopped 1500 2500 after 1800']);
    });

    it('ends it as soon as the words are known, where that takes longer than the silence', async () => {
      const late = Promise.withResolvers<Heard>();
      answer = () => late.promise;
      quiet(500);
      expect(happened).toHaveLength(1);
      late.resolve(words);
      await turns();
      expect(happened.slice(1)).toEqual(['stopped 1500 2000 after 1300']);
      quiet(1_000);
      expect(happened).toHaveLength(2);
    });
  });

  it('knows when a moment of the sound arrived', () => {
    const startedAt = nowMs;
    quiet(1_000);
    expect(input.arrivedAt(1_000)).toBe(startedAt + 1_000);
    expect(input.arrivedAt(400)).toBe(startedAt + 400);
  });

  it('ends a turn that never ends', () => {
    quiet(1_000);
    for (let second = 0; second < 121; second++) {
      loud(960);
      quiet(40);
    }
    expect(happened.filter((event) => event.startsWith('stopped'))).toHaveLength(1);
  });

  it('holds all for a client that commits by itself', async () => {
    input.detect(undefined);
    quiet(3_000);
    const { durationMs, hearing } = input.commit();
    expect(durationMs).toBe(3_000);
    expect(heard[0]?.ms).toBe(3_000);
    expect(await hearing).toBe(words);
    expect(() => input.commit()).toThrow(/buffer too small/);
  });

  it('forgets what is cleared', () => {
    quiet(1_000);
    loud(500);
    input.clear();
    quiet(1_000);
    expect(happened).toEqual(['started 900']);
  });
});
