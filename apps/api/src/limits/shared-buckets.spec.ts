import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { describeOnRedis, RedisServer } from '../../test/redis-server.js';
import { RedisLine } from '../redis/redis-line.js';
import { SharedBuckets } from './shared-buckets.js';

const RATE = { perMinute: 60, burst: 5 };

describe(SharedBuckets.name, () => {
  const lines: RedisLine[] = [];
  let said: unknown[];
  const line = (url?: string) => {
    const opened = new RedisLine({ url });
    lines.push(opened);
    return opened;
  };

  beforeEach(() => {
    said = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text: unknown) => void said.push(text));
    jest.spyOn(Logger.prototype, 'log').mockImplementation((text: unknown) => void said.push(text));
  });
  afterEach(() => {
    for (const opened of lines.splice(0)) opened.onApplicationShutdown();
    jest.restoreAllMocks();
  });

  it('are the own ones without a Redis', async () => {
    const [one, other] = [new SharedBuckets(line()), new SharedBuckets(line())];
    for (let count = 0; count < RATE.burst; count++) expect(await one.take('a', RATE)).toBe(0);
    expect(await one.take('a', RATE)).toBeGreaterThan(0);
    expect(await other.take('a', RATE)).toBe(0);
    expect(said).toEqual([]);
  });

  describeOnRedis('with a Redis', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await RedisServer.start();
    });
    afterAll(() => redis.kill());

    const connected = async () => {
      const opened = line(redis.url);
      await until(() => opened.isThere);
      return opened;
    };

    it('are shared by all processes, each name by itself', async () => {
      const [one, other] = [new SharedBuckets(await connected()), new SharedBuckets(await connected())];
      const taken = [];
      // Slow enough that no token comes back in between, however long this takes.
      const slow = { perMinute: 1, burst: 5 };
      for (let count = 0; count < 3; count++) {
        taken.push(await one.take('shared', slow), await other.take('shared', slow));
      }
      expect(taken.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
      expect(taken[5]).toBeGreaterThan(0);
      expect(taken[5]).toBeLessThanOrEqual(60_000);
      expect(await other.take('another', slow)).toBe(0);
    });

    it('give a token back with time', async () => {
      const buckets = new SharedBuckets(await connected());
      const fast = { perMinute: 6_000, burst: 1 };
      expect(await buckets.take('fast', fast)).toBe(0);
      await until(async () => (await buckets.take('fast', fast)) === 0);
    });

    it('are the own ones while Redis is away, which is said once, and shared when it is back', async () => {
      const opened = await connected();
      const buckets = new SharedBuckets(opened);
      await redis.kill();
      for (let count = 0; count < RATE.burst; count++) expect(await buckets.take('away', RATE)).toBe(0);
      expect(await buckets.take('away', RATE)).toBeGreaterThan(0);
      await until(() => said.length > 0);
      await redis.startAgain();
      await until(() => opened.isThere);
      expect(await buckets.take('away', RATE)).toBe(0);
      expect(said).toEqual([expect.stringMatching(/does not answer/), 'Redis answers again']);
    });
  });

  it('do not wait for a Redis that says nothing', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const buckets = new SharedBuckets(line(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`));
    expect(await buckets.take('a', RATE)).toBe(0);
    for (const opened of lines.splice(0)) opened.onApplicationShutdown();
    silent.close();
  });
});

/** Asks until it is so; Jest's own deadline ends it. */
async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 10));
}
