import { jest } from '@jest/globals';
import { fillSilence } from './silence-filler.js';

const WORDS = Int16Array.of(1);
const ANSWER = Int16Array.of(2);

describe(fillSilence.name, () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** What is heard, and when (ms since the person fell silent), of an answer that takes its time from the decision on. */
  async function heard({ decidedMs, answerMs }: { decidedMs: number; answerMs: number }): Promise<string[]> {
    const silentSince = Date.now();
    await jest.advanceTimersByTimeAsync(decidedMs);
    const told: string[] = [];
    async function* answer(): AsyncGenerator<Int16Array> {
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      yield ANSWER;
    }
    const wait = { silentSince, decidedAt: Date.now() };
    const sound = fillSilence(answer(), wait, () => [WORDS], new AbortController().signal);
    const reading = (async () => {
      for await (const piece of sound) {
        told.push(`${piece === WORDS ? 'words to wait' : 'answer'} after ${Date.now() - silentSince}`);
      }
    })();
    await jest.advanceTimersByTimeAsync(20_000);
    await reading;
    return told;
  }

  it('counts from when the person fell silent, not from the decision that they have finished', async () => {
    expect(await heard({ decidedMs: 1_200, answerMs: 2_500 })).toEqual([
      'words to wait after 2500',
      'answer after 3700',
    ]);
  });

  it('says nothing before an answer that comes in time', async () => {
    expect(await heard({ decidedMs: 400, answerMs: 2_000 })).toEqual(['answer after 2400']);
  });

  it('lets an answer be that comes at once after a turn that was long in doubt', async () => {
    expect(await heard({ decidedMs: 2_600, answerMs: 450 })).toEqual(['answer after 3050']);
    expect(await heard({ decidedMs: 2_600, answerMs: 900 })).toEqual([
      'words to wait after 3100',
      'answer after 3500',
    ]);
  });

  it('tells again of a wait that goes on', async () => {
    expect(await heard({ decidedMs: 0, answerMs: 9_000 })).toEqual([
      'words to wait after 2500',
      'words to wait after 8500',
      'answer after 9000',
    ]);
  });
});
