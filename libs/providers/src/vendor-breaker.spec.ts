import { jest } from '@jest/globals';
import { VendorFault } from './vendor-fault.js';
import { VendorBreaker } from './vendor-breaker.js';

describe(VendorBreaker.name, () => {
  const LEFT_ALONE_MS = 1_000;
  let breaker: VendorBreaker;
  const failing = (fault: VendorFault) => () => Promise.reject(fault);
  const down = failing(new VendorFault('unavailable', 503));

  beforeEach(() => {
    jest.useFakeTimers();
    breaker = new VendorBreaker('openai', LEFT_ALONE_MS);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function breakIt(): Promise<void> {
    for (let i = 0; i < 5; i++) await expect(breaker.run(down)).rejects.toThrow('unavailable 503');
  }

  it('leaves a vendor alone that failed five times in a row', async () => {
    await breakIt();
    const call = jest.fn(() => Promise.resolve('line'));
    await expect(breaker.run(call)).rejects.toMatchObject({ reason: 'left_alone' });
    expect(call).not.toHaveBeenCalled();
    expect(breaker.state).toBe('open');
  });

  it('tries it with one call, while the others wait for what comes of it', async () => {
    await breakIt();
    jest.advanceTimersByTime(LEFT_ALONE_MS);
    const probe = Promise.withResolvers<string>();
    const first = breaker.run(() => probe.promise);
    const call = jest.fn(() => Promise.resolve('second'));
    const second = breaker.run(call);
    expect(breaker.state).toBe('half_open');
    expect(call).not.toHaveBeenCalled();
    probe.resolve('first');
    await expect(Promise.all([first, second])).resolves.toEqual(['first', 'second']);
    expect(breaker.state).toBe('closed');
  });

  it('takes a refused key for an answer', async () => {
    const refused = failing(new VendorFault('key_refused', 401));
    for (let i = 0; i < 9; i++) await expect(breaker.run(refused)).rejects.toThrow('key_refused');
    expect(breaker.state).toBe('closed');
  });
});
