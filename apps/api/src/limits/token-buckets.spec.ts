import { networkOf } from './network-of.js';
import { TokenBuckets } from './token-buckets.js';

const RATE = { perMinute: 60, burst: 5 };

describe(TokenBuckets.name, () => {
  let now = 0;
  const buckets = (max = 10) => new TokenBuckets(max, () => now);
  beforeEach(() => {
    now = 0;
  });

  it('lets a burst through, then one whenever time has brought a token back', () => {
    const limits = buckets();
    for (let count = 0; count < RATE.burst; count++) expect(limits.take('a', RATE)).toBe(0);
    expect(limits.take('a', RATE)).toBe(1_000);
    now += 400;
    expect(limits.take('a', RATE)).toBe(600);
    now += 600;
    expect(limits.take('a', RATE)).toBe(0);
    expect(limits.take('a', RATE)).toBe(1_000);
  });

  it('never lets more than the rate and one burst through in a minute, wherever the minute begins', () => {
    const limits = buckets();
    let through = 0;
    for (; now <= 60_000; now += 50) if (limits.take('a', RATE) === 0) through += 1;
    expect(through).toBe(RATE.perMinute + RATE.burst);
  });

  it('counts each name by itself, and keeps a bounded number of them', () => {
    const limits = buckets(3);
    for (let count = 0; count < RATE.burst; count++) limits.take('busy', RATE);
    for (const name of ['b', 'c', 'd', 'e']) {
      expect(limits.take(name, RATE)).toBe(0);
      expect(limits.take('busy', RATE)).toBeGreaterThan(0);
    }
    expect(limits.size).toBe(3);
  });
});

describe(networkOf, () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:192.168.1.9', '192.168.1.9'],
    ['2001:db8:0:7:aaaa::1', '2001:db8:0:7::/64'],
    ['2001:0DB8::7', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('takes %p for %p', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
