/** So much is kept ahead of what was taken out: more than any loudspeaker holds. */
const AHEAD_MS = 4_000;

/** One side of a recording: pieces are laid at their times, mixed where they overlap, and taken out in order. */
export class SoundLane {
  private readonly ring: Int32Array;
  /** Samples that were taken out. */
  private taken = 0;

  constructor(readonly rate: number) {
    this.ring = new Int32Array((AHEAD_MS / 1_000) * rate);
  }

  /** What was taken out already cannot be changed; for what lies too far ahead there is no room. */
  add(atMs: number, samples: Int16Array): void {
    const begin = this.indexOf(atMs);
    const end = Math.min(begin + samples.length, this.taken + this.ring.length);
    for (let index = Math.max(begin, this.taken); index < end; index += 1) {
      const slot = index % this.ring.length;
      this.ring[slot] = (this.ring[slot] ?? 0) + (samples[index - begin] ?? 0);
    }
  }

  /** From there on it is silent, but for what is added later. */
  cut(atMs: number): void {
    const end = this.taken + this.ring.length;
    for (let index = Math.max(this.indexOf(atMs), this.taken); index < end; index += 1) {
      this.ring[index % this.ring.length] = 0;
    }
  }

  take(count: number): Int16Array {
    const out = new Int16Array(count);
    for (let at = 0; at < count; at += 1) {
      const slot = (this.taken + at) % this.ring.length;
      out[at] = Math.max(-32_768, Math.min(32_767, this.ring[slot] ?? 0));
      this.ring[slot] = 0;
    }
    this.taken += count;
    return out;
  }

  private indexOf(atMs: number): number {
    return Math.round((atMs * this.rate) / 1_000);
  }
}
