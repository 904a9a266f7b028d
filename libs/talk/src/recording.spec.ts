import { Recording } from './recording.js';

describe(Recording.name, () => {
  it.each(['one-moment', 'apology'] as const)('is words and their sound: %s', (name) => {
    const recording = Recording.load(name);
    expect(recording.text).toMatch(/\w/);
    let samples = 0;
    let loudest = 0;
    for (const frame of recording.frames()) {
      samples += frame.samplesPerChannel;
      for (const sample of frame.data) loudest = Math.max(loudest, Math.abs(sample));
    }
    expect(samples / 24).toBeCloseTo(recording.durationMs);
    expect(recording.durationMs).toBeGreaterThan(1_000);
    expect(loudest).toBeGreaterThan(5_000);
  });
});
