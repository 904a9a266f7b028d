import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { hear, heardSpans, readPages } from '../testing/read-ogg.js';
import type { Heard } from '../testing/read-ogg.js';
import { RecordersHere } from '../testing/recorders-here.js';
import { tone } from '../testing/tone.js';
import { TalkTap } from './tap/talk-tap.js';
import { TalkRecording } from './talk-recording.js';
import type { Segment } from './write/recorded-sound.js';

const PERSON_RATE = 16_000;
const AGENT_RATE = 24_000;
const FRAME_MS = 10;
/** What a loudspeaker in a room holds. */
const QUEUE_MS = 100;
const EXACT_MS = 20;

interface Span {
  fromMs: number;
  toMs: number;
}

describe(TalkRecording.name, () => {
  let folder: string;
  let segments: Segment[];
  let failures: string[];
  let tap: TalkTap;
  let recording: TalkRecording;
  let recorders: RecordersHere;
  let now = 0;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'parley-recording-')), 'one');
    segments = [];
    failures = [];
    now = 5_000;
    tap = new TalkTap(() => now);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    recorders = new RecordersHere();
    recording = new TalkRecording({
      ...{ id: 'r', folder, tap, recorders },
      rates: { person: PERSON_RATE, agent: AGENT_RATE },
      onSegment: (segment) => segments.push(segment),
      onFailed: (reason) => failures.push(reason),
    });
  });
  afterEach(async () => {
    jest.useRealTimers();
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  /** Time passes; in each step the person's microphone brings sound or silence, and the agent hands over what its queue has room for. */
  async function pass(
    untilMs: number,
    person: readonly Span[],
    agent: Span | undefined,
    cutAtMs = Infinity,
  ): Promise<void> {
    const begin = 5_000;
    let handedMs = agent?.fromMs ?? 0;
    while (now - begin < untilMs) {
      now += FRAME_MS;
      jest.advanceTimersByTime(FRAME_MS);
      await recorders.written();
      const atMs = now - begin - FRAME_MS;
      const speaks = person.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
      const sound = tone(440, FRAME_MS, PERSON_RATE, atMs);
      tap.person('asha', speaks ? sound : new Int16Array(sound.length), PERSON_RATE);
      if (now - begin === cutAtMs) {
        tap.agentCut();
        agent = undefined;
      }
      while (
        agent &&
        now - begin >= agent.fromMs &&
        handedMs < agent.toMs &&
        handedMs < now - begin + QUEUE_MS
      ) {
        tap.agent(tone(1_000, 20, AGENT_RATE, handedMs), AGENT_RATE);
        handedMs += 20;
      }
    }
  }

  async function heard(): Promise<Heard> {
    const files = await Promise.all(segments.map(({ name }) => readFile(join(folder, name))));
    return hear(Buffer.concat(files));
  }

  function expectSpans(side: Float32Array, wanted: readonly Span[]): void {
    const found = heardSpans(side);
    expect(found).toHaveLength(wanted.length);
    wanted.forEach(({ fromMs, toMs }, index) => {
      expect(Math.abs((found[index]?.fromMs ?? NaN) - fromMs)).toBeLessThanOrEqual(EXACT_MS);
      expect(Math.abs((found[index]?.toMs ?? NaN) - toMs)).toBeLessThanOrEqual(EXACT_MS);
    });
  }

  it('has only the person left and only the agent right, each at its time, and nothing that was thrown away at a barge-in', async () => {
    recording.begin();
    const person = [
      { fromMs: 500, toMs: 1_000 },
      { fromMs: 1_900, toMs: 2_400 },
    ];
    await pass(2_600, person, { fromMs: 1_500, toMs: 4_000 }, 2_000);
    await pass(12_340, [], { fromMs: 3_000, toMs: 3_500 });
    await recording.end();
    const { left, right, durationMs } = await heard();
    expectSpans(left, person);
    expectSpans(right, [
      { fromMs: 1_500, toMs: 2_000 },
      { fromMs: 3_000, toMs: 3_500 },
    ]);
    expect(durationMs).toBeCloseTo(12_340, 0);
    expect(segments).toMatchObject([
      { name: '000001.ogg', startMs: 0, durationMs: 10_000 },
      { name: '000002.ogg', startMs: 10_000, durationMs: 2_340 },
    ]);
    expect(failures).toEqual([]);
  });

  it('is one stream, which says that it is at its end', async () => {
    recording.begin();
    await pass(21_000, [], undefined);
    await recording.end();
    const files = await Promise.all(segments.map(({ name }) => readFile(join(folder, name))));
    const pages = readPages(Buffer.concat(files));
    expect(new Set(pages.map(({ serial }) => serial)).size).toBe(1);
    expect(pages[0]?.flags).toBe(2);
    expect(pages.at(-1)?.flags).toBe(4);
    expect(files.map(({ length }) => length)).toEqual(segments.map(({ bytes }) => bytes));
    await expect(readdir(folder)).resolves.toEqual(segments.map(({ name }) => name));
  });

  it('puts what a process that stood still hears all at once where it was said', async () => {
    recording.begin();
    const person = [{ fromMs: 300, toMs: 900 }];
    await pass(400, person, undefined);
    now += 300;
    for (let atMs = 400; atMs < 700; atMs += FRAME_MS) {
      tap.person('asha', tone(440, FRAME_MS, PERSON_RATE, atMs), PERSON_RATE);
    }
    await pass(2_000, person, undefined);
    await recording.end();
    expectSpans((await heard()).left, person);
  });

  it('keeps nothing that was discarded', async () => {
    recording.begin();
    await pass(11_000, [], { fromMs: 0, toMs: 9_000 });
    await recording.discard();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('says that it failed where it cannot be written, once', async () => {
    await writeFile(folder, 'a file where its folder should be');
    recording.begin();
    await recording.end();
    expect(failures).toEqual(['failed']);
    expect(segments).toEqual([]);
  });
});
