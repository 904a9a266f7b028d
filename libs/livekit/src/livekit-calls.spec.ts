import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { LivekitCalls } from './livekit-calls.js';
import { LivekitUnavailable } from './livekit.errors.js';

const timeout = () => Promise.reject(new DOMException('The operation timed out.', 'TimeoutError'));
const refused = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));

describe(LivekitCalls.name, () => {
  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
  });
  afterEach(() => jest.useRealTimers());

  async function reasons(
    calls: LivekitCalls,
    count: number,
    call: () => Promise<unknown>,
  ): Promise<string[]> {
    const heard: string[] = [];
    for (let i = 0; i < count; i++) {
      const error = await calls.make('list rooms', call).catch((failure: unknown) => failure);
      heard.push(error instanceof LivekitUnavailable ? error.reason : 'answered');
    }
    return heard;
  }

  it('leaves a server alone that did not answer twice, and asks again after a moment', async () => {
    const calls = new LivekitCalls();
    const server = jest.fn(timeout);
    expect(await reasons(calls, 4, server)).toEqual([
      'timeout',
      'timeout',
      'left alone after time-outs',
      'left alone after time-outs',
    ]);
    expect(server).toHaveBeenCalledTimes(2);

    jest.advanceTimersByTime(2_000);
    expect(await reasons(calls, 2, server)).toEqual(['timeout', 'left alone after time-outs']);
    jest.advanceTimersByTime(2_000);
    expect(await reasons(calls, 2, () => Promise.resolve())).toEqual(['answered', 'answered']);
  });

  it('lets one caller try whether it is back, and no other wait for that', async () => {
    const calls = new LivekitCalls();
    await reasons(calls, 2, timeout);
    jest.advanceTimersByTime(2_000);
    const answer = Promise.withResolvers<string>();
    const probe = calls.make('list rooms', () => answer.promise);
    expect(await reasons(calls, 1, () => Promise.resolve())).toEqual(['left alone after time-outs']);
    answer.resolve('rooms');
    await expect(probe).resolves.toBe('rooms');
  });

  it('asks a server that refuses every time: that costs nobody any time', async () => {
    const calls = new LivekitCalls();
    expect(await reasons(calls, 5, refused)).toEqual(Array(5).fill('ECONNREFUSED'));
    expect(await reasons(calls, 1, () => Promise.resolve())).toEqual(['answered']);
  });
});
