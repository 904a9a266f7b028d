import { jest } from '@jest/globals';
import type { EventPayload, EventType } from '#conversation';
import { UsageTally } from './usage-tally.js';

describe(UsageTally.name, () => {
  let told: { type: EventType; payload: EventPayload }[];
  let tally: UsageTally;
  const ear = { vendor: 'deepgram', model: 'nova-3' };
  const mouth = { vendor: 'cartesia', model: 'sonic-3' };

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    tally = new UsageTally((type, payload) => told.push({ type, payload }));
  });
  afterEach(() => jest.useRealTimers());

  it('adds up by vendor and model, and tells it every ten seconds', () => {
    for (let i = 0; i < 50; i += 1) tally.used({ ...ear, audioSeconds: 0.02 });
    tally.used({ ...mouth, characters: 30 });
    tally.used({ ...mouth, characters: 12 });
    jest.advanceTimersByTime(9_999);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(told).toMatchObject([
      { type: 'usage.added', payload: { ...ear, audioSeconds: 1, characters: 0 } },
      {
        type: 'usage.added',
        payload: { ...mouth, audioSeconds: 0, characters: 42 },
      },
    ]);
  });

  it('tells nothing where nothing was used', () => {
    tally.used({ ...ear, audioSeconds: 1 });
    jest.advanceTimersByTime(60_000);
    tally.close();
    expect(told).toHaveLength(1);
  });

  it('tells the rest at the end, and nothing after it', () => {
    tally.used({ ...mouth, characters: 5 });
    tally.close();
    tally.used({ ...mouth, characters: 5 });
    jest.advanceTimersByTime(60_000);
    expect(told).toMatchObject([{ payload: { ...mouth, characters: 5 } }]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
