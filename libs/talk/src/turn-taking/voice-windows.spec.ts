import { Flite, resample, SPEECH_RATE } from '../../../../apps/sandbox/src/speech/flite.js';
import { VoiceSwitch, VoiceWindows } from './voice-windows.js';
import type { VoiceWindow } from './voice-windows.js';

const RATE = 16_000;

function noise(seconds: number): Int16Array {
  let state = 1;
  return Int16Array.from({ length: seconds * RATE }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
    return ((state >> 16) % 200) | 0;
  });
}

async function listen(
  windows: VoiceWindows,
  sound: Int16Array,
  pieceSamples: number,
): Promise<VoiceWindow[]> {
  const heard: VoiceWindow[] = [];
  for (let at = 0; at < sound.length; at += pieceSamples) {
    heard.push(...(await windows.feed(sound.subarray(at, at + pieceSamples))));
  }
  return heard;
}

describe(VoiceWindows.name, () => {
  let speech: Int16Array;

  beforeAll(async () => {
    const flite = await Flite.open();
    const sentence = resample(
      flite.say('I need a room for two nights with breakfast.', 'rms'),
      SPEECH_RATE,
      RATE,
    );
    speech = noise(2);
    speech.set(sentence.subarray(0, RATE), RATE / 2);
  });

  it('tells speech from noise', async () => {
    const windows = new VoiceWindows();
    const heard = await listen(windows, speech, 320);
    windows.close();
    expect(heard).toHaveLength(62);
    const voiced = heard.filter((window) => window.voiced).map(({ atMs }) => atMs);
    expect(voiced.at(0)).toBeGreaterThan(500);
    expect(voiced.at(0)).toBeLessThan(800);
    expect(voiced.at(-1)).toBeGreaterThan(1_350);
    expect(voiced.at(-1)).toBeLessThan(1_700);
    expect(voiced.length).toBeGreaterThan(20);
  });

  it.each([160, 512, 1_000, 32_000])('hears the same in pieces of %i samples', async (pieceSamples) => {
    const inWindows = await listen(new VoiceWindows(), speech, 512);
    const inPieces = await listen(new VoiceWindows(), speech, pieceSamples);
    expect(inPieces).toEqual(inWindows);
  });

  it('hears no voice in noise', async () => {
    const heard = await listen(new VoiceWindows(), noise(3), 320);
    expect(heard.some((window) => window.voiced)).toBe(false);
    expect(heard.at(-1)?.atMs).toBe(93 * 32);
  });

  it('gives nothing once it is closed, also of what it was listening to', async () => {
    let answer: (probability: number) => void = () => undefined;
    const windows = new VoiceWindows({ predict: () => new Promise((resolve) => (answer = resolve)) });
    const heard = windows.feed(new Int16Array(1_024));
    await expect(windows.feed(new Int16Array(1))).rejects.toThrow('still listens');
    windows.close();
    answer(1);
    await expect(heard).resolves.toEqual([]);
    await expect(windows.feed(new Int16Array(1_024))).resolves.toEqual([]);
  });

  it('goes on after a detector that failed', async () => {
    let fails = true;
    const windows = new VoiceWindows({
      predict: () => (fails ? Promise.reject(new Error('no model')) : Promise.resolve(1)),
    });
    await expect(windows.feed(new Int16Array(512))).rejects.toThrow('no model');
    fails = false;
    await expect(windows.feed(new Int16Array(512))).resolves.toHaveLength(1);
  });
});

describe(VoiceSwitch.name, () => {
  it('holds on to a voice through a soft sound', () => {
    const voice = new VoiceSwitch();
    expect([0.47, 0.5, 0.47, 0.44, 0.47].map((probability) => voice.hear(probability))).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
