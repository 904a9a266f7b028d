import { TurnDetector } from './turn-detector.js';
import type { TurnDetection, TurnEvent } from './turn-detector.js';

const SEMANTIC: TurnDetection = { type: 'semantic_vad' };

describe(TurnDetector.name, () => {
  it('tells where speech begins and ends', () => {
    const events = hear(SEMANTIC, quiet(1000), speech(800), quiet(1000));
    expect(events).toEqual([
      { type: 'speech_started', audioStartMs: 700 },
      { type: 'speech_paused', speechEndMs: 1800 },
      { type: 'speech_stopped', speechEndMs: 1800, audioEndMs: 2100 },
    ]);
  });

  it('gives the same events however the sound is cut', () => {
    const sound = join(quiet(500), speech(700), quiet(200), speech(300), quiet(700));
    const whole = [...new TurnDetector(SEMANTIC).feed(sound)];
    for (const size of [1, 77, 480, 2400, 4801]) {
      const detector = new TurnDetector(SEMANTIC);
      const events: TurnEvent[] = [];
      for (let i = 0; i < sound.length; i += size) events.push(...detector.feed(sound.subarray(i, i + size)));
      expect(events).toEqual(whole);
    }
  });

  it('goes on through a short pause', () => {
    const events = hear(SEMANTIC, quiet(500), speech(500), quiet(250), speech(500), quiet(500));
    expect(events.map(({ type }) => type)).toEqual([
      'speech_started',
      'speech_paused',
      'speech_resumed',
      'speech_paused',
      'speech_stopped',
    ]);
  });

  it('tells of a pause as early as it is asked to', () => {
    const events = hear({ ...SEMANTIC, pause_ms: 50 }, quiet(500), speech(500), quiet(60));
    expect(events.at(-1)).toEqual({ type: 'speech_paused', speechEndMs: 1000 });
  });

  it('takes sound of another rate', () => {
    const sound = join(quiet(1000), speech(800), quiet(1000)).filter((_, i) => i % 3 !== 2);
    const events = [...new TurnDetector(SEMANTIC, 16_000).feed(sound)];
    expect(events.at(-1)).toEqual({ type: 'speech_stopped', speechEndMs: 1800, audioEndMs: 2100 });
  });

  it('passes over clicks, also within the silence that ends a turn', () => {
    expect(hear(SEMANTIC, quiet(500), speech(50), quiet(500))).toEqual([]);
    const events = hear(SEMANTIC, quiet(500), speech(500), quiet(200), speech(50), quiet(400));
    expect(events.at(-1)).toEqual({ type: 'speech_stopped', speechEndMs: 1000, audioEndMs: 1300 });
  });

  it.each([
    [{ type: 'server_vad' }, 500],
    [{ type: 'server_vad', silence_duration_ms: 120 }, 120],
    [{ type: 'semantic_vad' }, 300],
    [{ type: 'semantic_vad', silence_duration_ms: 900 }, 900],
  ] satisfies [TurnDetection, number][])('waits for the silence that %j asks for', (detection, silenceMs) => {
    const stop = hear(detection, quiet(500), speech(500), quiet(1000)).at(-1);
    expect(stop).toEqual({ type: 'speech_stopped', speechEndMs: 1000, audioEndMs: 1000 + silenceMs });
  });

  it('gets used to a noisy room, and hears speech above it', () => {
    const events = hear(SEMANTIC, noise(12_000, -45), speech(600), noise(1500, -45));
    expect(events.filter(({ type }) => type !== 'speech_paused').slice(-2)).toMatchObject([
      { type: 'speech_started', audioStartMs: 11_700 },
      { type: 'speech_stopped', speechEndMs: 12_600 },
    ]);
  });

  it('does not reach back into the turn before', () => {
    const events = hear(SEMANTIC, quiet(500), speech(500), quiet(310), speech(500), quiet(400));
    const [first, second] = events.filter(({ type }) => type === 'speech_started');
    expect([first, second]).toMatchObject([{ audioStartMs: 200 }, { audioStartMs: 1300 }]);
  });

  it('forgets a turn under way when the buffer is cleared', () => {
    const detector = new TurnDetector(SEMANTIC);
    expect([...detector.feed(join(quiet(500), speech(500)))]).toHaveLength(1);
    detector.reset();
    expect([...detector.feed(quiet(1000))]).toEqual([]);
  });

  describe('where an unfinished silence may be longer', () => {
    const patient: TurnDetection = { ...SEMANTIC, unfinished_silence_ms: 1_000 };

    it('says when the turn ends if it is a whole, and ends it later by itself', () => {
      expect(hear(patient, quiet(500), speech(500), quiet(290))).toHaveLength(2);
      const events = hear(patient, quiet(500), speech(500), quiet(2_000));
      expect(events.slice(2)).toEqual([
        { type: 'speech_ending' },
        { type: 'speech_stopped', speechEndMs: 1000, audioEndMs: 2000 },
      ]);
    });

    it('ends it at once when it is told so', () => {
      const detector = new TurnDetector(patient);
      const events: TurnEvent[] = [];
      for (const event of detector.feed(join(quiet(500), speech(500), quiet(2_000), speech(500)))) {
        events.push(event);
        const stopped = event.type === 'speech_ending' && detector.stop();
        if (stopped) events.push(stopped);
      }
      expect(events.slice(3)).toEqual([
        { type: 'speech_stopped', speechEndMs: 1000, audioEndMs: 1300 },
        { type: 'speech_started', audioStartMs: 2700 },
      ]);
      detector.reset();
      expect(detector.stop()).toBeUndefined();
    });

    it('begins the silence anew when the person goes on', () => {
      const events = hear(patient, quiet(500), speech(500), quiet(900), speech(500), quiet(310));
      expect(events.map(({ type }) => type).slice(2)).toEqual([
        'speech_ending',
        'speech_resumed',
        'speech_paused',
        'speech_ending',
      ]);
    });
  });
});

function hear(detection: TurnDetection, ...sounds: Int16Array[]): TurnEvent[] {
  return [...new TurnDetector(detection).feed(join(...sounds))];
}

function join(...sounds: Int16Array[]): Int16Array {
  const all = new Int16Array(sounds.reduce((length, sound) => length + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}

function quiet(ms: number): Int16Array {
  return noise(ms, -75);
}

function speech(ms: number): Int16Array {
  return Int16Array.from({ length: ms * 24 }, (_, i) => 6000 * Math.sin(i / 20));
}

/** Deterministic, of the given loudness. */
function noise(ms: number, db: number): Int16Array {
  const peak = 32_768 * 10 ** (db / 20) * Math.sqrt(3);
  let state = 1;
  return Int16Array.from({ length: ms * 24 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.round(peak * ((2 * state) / 2_147_483_647 - 1));
  });
}
