import { VendorFault } from '../vendor-fault.js';
import { inTurn } from './in-turn.js';
import { VendorHealth } from './vendor-health.js';

describe(VendorHealth.name, () => {
  let now = 0;
  const health = () => new VendorHealth('stt', 'deepgram', () => now);
  const down = new VendorFault('unavailable', 503);

  it('is asked first until it has failed twice in a row', () => {
    const vendor = health();
    vendor.failed(down);
    vendor.answered();
    vendor.failed(down);
    expect(vendor.takeTurn()).toBe(true);
    vendor.failed(down);
    expect(vendor.takeTurn()).toBe(false);
  });

  it('rests at once when trying again cannot help', () => {
    const vendor = health();
    vendor.failed(new VendorFault('key_refused', 401));
    expect(vendor.takeTurn()).toBe(false);
  });

  it('is tried by one at a time after its rest, and rests for longer when it fails again', () => {
    const vendor = health();
    vendor.failed(new VendorFault('quota_exhausted'));
    now += 5_000;
    expect([vendor.takeTurn(), vendor.takeTurn()]).toEqual([true, false]);
    vendor.failed(down);
    now += 5_000;
    expect(vendor.takeTurn()).toBe(false);
    now += 5_000;
    expect(vendor.takeTurn()).toBe(true);
  });

  it('does not wait for ever for who was to find out', () => {
    const vendor = health();
    vendor.failed(new VendorFault('quota_exhausted'));
    now += 5_000;
    vendor.takeTurn();
    now += 9_999;
    expect(vendor.takeTurn()).toBe(false);
    now += 1;
    expect(vendor.takeTurn()).toBe(true);
  });

  it('is trusted again after three good answers, not after one', () => {
    const vendor = health();
    vendor.failed(new VendorFault('refused'));
    now += 5_000;
    vendor.takeTurn();
    vendor.answered();
    expect(vendor.isTrusted).toBe(false);
    vendor.answered();
    vendor.answered();
    expect(vendor.isTrusted).toBe(true);
  });

  it('rests for as long as it asks to', () => {
    const vendor = health();
    vendor.failed(new VendorFault('quota_exhausted', 429, 60_000));
    now += 59_000;
    expect(vendor.takeTurn()).toBe(false);
    now += 1_000;
    expect(vendor.takeTurn()).toBe(true);
  });

  it('is tried last, not never, while it rests', () => {
    const [first, second] = [health(), new VendorHealth('stt', 'assemblyai', () => now)];
    first.failed(new VendorFault('refused'));
    expect(inTurn([first, second], (each) => each)).toEqual([second, first]);
  });
});
