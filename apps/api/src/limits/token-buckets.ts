import type { Rate } from './limits.config.js';

interface Bucket {
  tokens: number;
  filledAt: number;
}

export const MINUTE_MS = 60_000;

/**
 * A bucket of tokens for each name: a request takes one, time brings them back. A window that is counted anew every minute would let
 * twice as many through around its edge.
 */
export class TokenBuckets {
  /** Least recently used first. */
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly maxBuckets: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes a token. @returns 0, or how long it takes until there is one. */
  take(name: string, { perMinute, burst }: Rate): number {
    const perMs = perMinute / MINUTE_MS;
    const bucket = this.filled(name, perMs, burst);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
    bucket.tokens -= 1;
    return 0;
  }

  get size(): number {
    return this.buckets.size;
  }

  private filled(name: string, perMs: number, burst: number): Bucket {
    const now = this.now();
    const known = this.buckets.get(name);
    const bucket = known ?? { tokens: burst, filledAt: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filledAt) * perMs);
    bucket.filledAt = now;
    this.buckets.delete(name);
    this.buckets.set(name, bucket);
    if (!known) this.makeRoom();
    return bucket;
  }

  /** The one that was longest untouched has filled up most: forgetting it gives the least away. */
  private makeRoom(): void {
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > this.maxBuckets && oldest !== undefined) this.buckets.delete(oldest);
  }
}
