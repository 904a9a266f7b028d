import { jest } from '@jest/globals';
import type { Interim } from '#conversation';
import { Interims } from './interims.js';

const said = (text: string, sessionId = 's', role: Interim['role'] = 'user'): Omit<Interim, 'number'> => ({
  ...{ sessionId, epoch: 1, afterSourceSeq: 0, role, text },
  ...{ participant: role === 'user' ? 'asha' : null, at: '2026-01-15T12:00:00.000Z' },
});

describe(Interims.name, () => {
  let sent: Interim[][];
  let answer: Promise<void>;
  let interims: Interims;
  const texts = () => sent.map((batch) => batch.map(({ text }) => text));

  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    answer = Promise.resolve();
    interims = new Interims({
      hear: (batch) => {
        sent.push(batch);
        return answer;
      },
    });
  });
  afterEach(() => {
    interims.onApplicationShutdown();
    jest.useRealTimers();
  });

  it('sends the first words at once, and of what follows the newest every 150 ms', async () => {
    for (let ms = 0; ms < 450; ms += 10) {
      interims.put(said(`at ${ms}`));
      await jest.advanceTimersByTimeAsync(10);
    }
    expect(texts()).toEqual([['at 0'], ['at 140'], ['at 290'], ['at 440']]);
    expect(sent.flat().map(({ number }) => number)).toEqual([1, 15, 30, 45]);
  });

  it('sends the words of all speakers together, in the order in which they were heard', async () => {
    interims.put(said('first'));
    await jest.advanceTimersByTimeAsync(1);
    interims.put(said('one', 'a'));
    interims.put(said('two', 'b'));
    interims.put(said('three', 'a', 'agent'));
    interims.put(said('one more', 'a'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(texts()).toEqual([['first'], ['two', 'three', 'one more']]);
  });

  it('has one request on its way at most, and lets go what did not get there', async () => {
    const slow = Promise.withResolvers<void>();
    answer = slow.promise;
    interims.put(said('lost'));
    await jest.advanceTimersByTimeAsync(1);
    for (const text of ['a', 'b', 'c']) interims.put(said(text));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(texts()).toEqual([['lost']]);
    answer = Promise.resolve();
    slow.reject(new Error('ECONNREFUSED'));
    await jest.advanceTimersByTimeAsync(1);
    expect(texts()).toEqual([['lost'], ['c']]);
  });

  it('sends fifty at most at once, and keeps the newest words of a thousand speakers', async () => {
    interims.put(said('first'));
    await jest.advanceTimersByTimeAsync(1);
    for (let i = 0; i < 1_100; i += 1) interims.put(said('words', `session ${i}`));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(new Set(sent.slice(1).map(({ length }) => length))).toEqual(new Set([50]));
    expect(sent.flat()).toHaveLength(1_001);
  });

  it('sends nothing more once it is shut down', async () => {
    interims.put(said('one'));
    interims.onApplicationShutdown();
    interims.put(said('two'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([]);
  });
});
