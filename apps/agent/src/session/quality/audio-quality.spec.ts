import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { EventPayload } from '#conversation';
import { AudioQuality } from './audio-quality.js';
import type { PersonLink } from './room-link.js';
import type { TrackReading } from './track-reading.js';

const RATE = 16_000;
const SECOND = RATE;
const QUIET_ROOM = new Int16Array(SECOND).fill(40);
const DEAD = new Int16Array(SECOND);
const VOICE = Int16Array.from({ length: SECOND }, (_, at) => 6_000 * Math.sin(at / 10));
const WELL: TrackReading = { received: 50, lost: 0, jitterMs: 4, samples: 48_000, concealed: 0 };

function times(factor: number, changed: Partial<TrackReading> = {}): TrackReading {
  const { received, lost, jitterMs, samples, concealed } = { ...WELL, ...changed };
  return {
    received: received * factor,
    lost: lost * factor,
    jitterMs,
    samples: samples * factor,
    concealed: concealed * factor,
  };
}

describe(AudioQuality.name, () => {
  let links: PersonLink[];
  let told: EventPayload<'audio.quality'>[];
  let quality: AudioQuality;
  let warn: jest.SpiedFunction<Logger['warn']>;

  beforeEach(() => {
    jest.useFakeTimers();
    warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    links = [];
    told = [];
    quality = new AudioQuality({
      sessionId: 's1',
      links: () => Promise.resolve(links),
      report: (_type, payload) => told.push(payload as EventPayload<'audio.quality'>),
      onFault: (error) => {
        throw error;
      },
    });
    quality.watch();
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const link = (readings: Record<string, TrackReading>, isMuted = false): PersonLink => ({
    participant: 'asha',
    isMuted,
    readings: new Map(Object.entries(readings)),
  });
  const hear = (seconds: number, sound: Int16Array, person = 'asha') => {
    for (let count = 0; count < seconds; count += 1) quality.heard(person, sound, RATE);
  };

  it('tells once a minute, and at the end, how each person came in', async () => {
    hear(50, QUIET_ROOM);
    hear(10, VOICE);
    hear(5, VOICE, 'ravi');
    links = [link({ TR_1: times(60) })];
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([
      expect.objectContaining({ participant: 'asha', receivedS: 60, speechS: 10, problems: [] }),
      expect.objectContaining({ participant: 'ravi', receivedS: 5, lossShare: null, concealedShare: null }),
    ]);
    expect(told[0]).toMatchObject({ lossShare: 0, jitterMs: 4, concealedShare: 0, clippedShare: 0 });
    expect(told[0]?.levelDbfs).toBeCloseTo(-17.8, 0);

    hear(4, VOICE);
    await quality.close();
    expect(told).toHaveLength(3);
    expect(told[2]).toMatchObject({ participant: 'asha', receivedS: 4, lossShare: null });
    expect(warn).not.toHaveBeenCalled();
  });

  it('counts what was lost since it told before, also over a new track', async () => {
    hear(60, VOICE);
    links = [link({ TR_1: times(60, { lost: 5 }) })];
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told[0]).toMatchObject({ lossShare: expect.closeTo(5 / 55, 4) as number, problems: ['lossy'] });
    expect(warn).toHaveBeenCalledTimes(1);

    hear(20, VOICE);
    // Two lost ones came late.
    links = [link({ TR_1: { ...times(70), lost: 298 } })];
    await jest.advanceTimersByTimeAsync(5_000);
    links = [link({ TR_2: times(10, { concealed: 480 }) })];
    await quality.close();
    expect(told[1]).toMatchObject({
      lossShare: 0,
      concealedShare: expect.closeTo(0.005, 4) as number,
      problems: [],
    });
  });

  it('tells a dead microphone from a muted one and from somebody who listens', async () => {
    hear(30, DEAD);
    hear(30, QUIET_ROOM, 'ravi');
    links = [link({ TR_1: times(30) }), { ...link({}), participant: 'ravi' }];
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told.map(({ problems }) => problems)).toEqual([['silent'], []]);
    expect(JSON.stringify(warn.mock.calls)).not.toContain('asha');

    links = [link({ TR_1: times(60) }, true)];
    hear(30, DEAD);
    await quality.close();
    expect(told[2]).toMatchObject({ participant: 'asha', levelDbfs: null, problems: [] });
  });

  it('tells of who speaks too loudly into it', async () => {
    const tooLoud = VOICE.map((sample) => Math.max(-32_768, Math.min(32_767, sample * 8)));
    hear(5, tooLoud);
    await quality.close();
    expect(told[0]?.problems).toEqual(['clipping']);
  });

  it('tells nothing of who was not heard, and does not forget who only pauses', async () => {
    links = [link({ TR_1: times(10, { lost: 10 }) })];
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([]);
    hear(5, VOICE);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(told).toHaveLength(1);
    // The same track: what was counted before is not counted again.
    hear(5, VOICE);
    links = [link({ TR_1: { ...times(15, { lost: 10 }), lost: 100 } })];
    await quality.close();
    expect(told[1]?.lossShare).toBe(0);
  });
});
