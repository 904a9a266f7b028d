import { jest } from '@jest/globals';
import { glibcTrimmer, NativeMemory } from './native-memory.js';

describe('native memory', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is given back again and again while nobody talks', () => {
    const trim = jest.fn();
    const memory = new NativeMemory({ trim });
    memory.idle();
    expect(trim).not.toHaveBeenCalled();
    jest.advanceTimersByTime(10_000);
    expect(trim).toHaveBeenCalledTimes(2);
  });

  it('is left alone when the next talk begins', () => {
    const trim = jest.fn();
    const memory = new NativeMemory({ trim });
    memory.idle();
    memory.inUse();
    jest.advanceTimersByTime(10_000);
    expect(trim).not.toHaveBeenCalled();
  });

  it('is trimmed by the C library of this machine, or by nobody', async () => {
    const trimmer = await glibcTrimmer();
    expect(() => trimmer.trim()).not.toThrow();
  });
});
