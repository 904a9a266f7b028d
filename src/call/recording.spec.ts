import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recording } from './recording.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from './sound.ts';
import { readWav } from './wav.ts';

const frame = (value: number) => new Int16Array(FRAME_SAMPLES).fill(value);

describe(Recording.name, () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'parley-recording-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function channelsOf(recording: Recording) {
    const file = join(folder, 'deeper', 'call.wav');
    await recording.save(file);
    const { sampleRate, channels } = readWav(await readFile(file));
    expect(sampleRate).toBe(SAMPLE_RATE);
    return { caller: channels[0] ?? new Int16Array(), agent: channels[1] ?? new Int16Array() };
  }

  it('puts the caller left and the agent right, each where it was on the clock of the caller', async () => {
    const recording = new Recording();
    recording.said(0, frame(1));
    recording.said(4 * FRAME_SAMPLES, frame(2));
    recording.heard(3 * FRAME_SAMPLES, frame(7), true);
    const { caller, agent } = await channelsOf(recording);
    expect(caller.length).toBe(5 * FRAME_SAMPLES);
    expect(caller[0]).toBe(1);
    expect(caller[FRAME_SAMPLES]).toBe(0);
    expect(caller[4 * FRAME_SAMPLES]).toBe(2);
    expect(agent.length).toBe(caller.length);
    expect(agent.indexOf(7)).toBe(2 * FRAME_SAMPLES);
    expect(agent.lastIndexOf(7)).toBe(3 * FRAME_SAMPLES - 1);
  });

  it('joins frames that come in bursts without a seam', async () => {
    const recording = new Recording();
    recording.heard(1_000, frame(1), true);
    recording.heard(1_000 + 5 * FRAME_SAMPLES, frame(2), false);
    recording.heard(1_000 + 5 * FRAME_SAMPLES, frame(3), false);
    const { agent } = await channelsOf(recording);
    const start = 1_000 - FRAME_SAMPLES;
    expect([agent[start], agent[start + FRAME_SAMPLES], agent[start + 2 * FRAME_SAMPLES]]).toEqual([1, 2, 3]);
    expect(agent.length).toBe(start + 3 * FRAME_SAMPLES);
  });

  it('keeps a gap of the line, and begins a new track where it arrives', async () => {
    const recording = new Recording();
    recording.heard(FRAME_SAMPLES, frame(1), true);
    recording.heard(SAMPLE_RATE, frame(2), false);
    recording.heard(SAMPLE_RATE + 3 * FRAME_SAMPLES, frame(3), true);
    const { agent } = await channelsOf(recording);
    expect(agent.indexOf(2)).toBe(SAMPLE_RATE - FRAME_SAMPLES);
    expect(agent.indexOf(3)).toBe(SAMPLE_RATE + 2 * FRAME_SAMPLES);
  });

  it('grows with the call', async () => {
    const recording = new Recording();
    recording.said(150 * SAMPLE_RATE, frame(5));
    const { caller } = await channelsOf(recording);
    expect(caller.indexOf(5)).toBe(150 * SAMPLE_RATE);
    expect(recording.seconds).toBeCloseTo(150.01);
  });
});
