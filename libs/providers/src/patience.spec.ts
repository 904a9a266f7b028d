import { VendorFault } from './vendor-fault.js';
import { Patience } from './patience.js';

describe(Patience.name, () => {
  let nowMs = 0;
  const busy = new VendorFault('rate_limited', 429);
  const patience = () => new Patience({ now: () => nowMs, random: () => 0.5 });

  beforeEach(() => {
    nowMs = 0;
  });

  it('waits longer from attempt to attempt, and not for ever', () => {
    const patient = patience();
    const pauses: (number | undefined)[] = [];
    for (let pause: number | undefined = 0; pause !== undefined; nowMs += pause ?? 0) {
      pause = patient.pauseMs(busy);
      pauses.push(pause);
    }
    expect(pauses).toEqual([100, 500, 1_000, 2_000, 3_000, 3_000, 3_000, 2_400, undefined]);
  });

  it('counts the time that the attempts take', () => {
    const patient = patience();
    expect(patient.pauseMs(busy)).toBe(100);
    nowMs = 15_000;
    expect(patient.pauseMs(busy)).toBeUndefined();
  });

  it('waits as long as the vendor asks, or not at all when that is too long', () => {
    expect(patience().pauseMs(new VendorFault('rate_limited', 429, 4_000))).toBe(4_000);
    expect(patience().pauseMs(new VendorFault('rate_limited', 429, 16_000))).toBeUndefined();
  });

  it('gives up at once where another attempt cannot help', () => {
    expect(patience().pauseMs(new VendorFault('key_refused', 401))).toBeUndefined();
  });

  it('begins anew once all was well, and tells how long it was not', () => {
    const patient = patience();
    expect(patient.settle()).toBeUndefined();
    patient.pauseMs(busy);
    nowMs = 14_000;
    expect(patient.settle()).toBe(14_000);
    expect(patient.pauseMs(busy)).toBe(100);
  });
});
