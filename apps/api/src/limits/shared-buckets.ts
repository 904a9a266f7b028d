import { Injectable } from '@nestjs/common';
import { RedisLine } from '../redis/redis-line.js';
import type { Rate } from './limits.config.js';
import { MINUTE_MS, TokenBuckets } from './token-buckets.js';

/** About five megabytes when all of them are in use. */
const MAX_BUCKETS = 20_000;
const PREFIX = 'parley:bucket:';

/** A bucket of `TokenBuckets` by the clock of Redis. It is forgotten when it would be full again. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local per_ms, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'filled_at')
local tokens, filled_at = tonumber(known[1]) or burst, tonumber(known[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - filled_at) * per_ms)
if tokens < 1 then return math.ceil((1 - tokens) / per_ms) end
redis.call('HSET', KEYS[1], 'tokens', tokens - 1, 'filled_at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens + 1) / per_ms))
return 0`;

/** Buckets of tokens that all processes take from; those of this process alone without Redis, and for as long as it is away. */
@Injectable()
export class SharedBuckets {
  private readonly own = new TokenBuckets(MAX_BUCKETS);

  constructor(private readonly redis: RedisLine) {}

  /** Takes a token. @returns 0, or how many milliseconds it takes until there is one. */
  async take(name: string, rate: Rate): Promise<number> {
    if (!this.redis.isThere) return this.own.take(name, rate);
    try {
      return Number(await this.redis.run(TAKE, PREFIX + name, rate.perMinute / MINUTE_MS, rate.burst));
    } catch {
      return this.own.take(name, rate); // the line has said that it is down
    }
  }
}
