/** The last of a stream's sound, on a clock that counts from its first sample. */
export class SoundTail {
  private readonly ring: Int16Array;
  private written = 0;

  constructor(
    private readonly rate: number,
    keptMs: number,
  ) {
    this.ring = new Int16Array((keptMs * rate) / 1_000);
  }

  get endMs(): number {
    return (this.written / this.rate) * 1_000;
  }

  write(pcm: Int16Array): void {
    const { length } = this.ring;
    const skipped = Math.max(0, pcm.length - length);
    const at = (this.written + skipped) % length;
    const upToTheEdge = pcm.subarray(skipped, skipped + length - at);
    this.ring.set(upToTheEdge, at);
    this.ring.set(pcm.subarray(skipped + upToTheEdge.length), 0);
    this.written += pcm.length;
  }

  /** A copy of what is still held between two times. */
  read(fromMs: number, toMs: number): Int16Array {
    const { length } = this.ring;
    const from = Math.max(this.sampleAt(fromMs), this.written - length, 0);
    const to = Math.min(this.sampleAt(toMs), this.written);
    const out = new Int16Array(Math.max(0, to - from));
    const firstPart = this.ring.subarray(from % length, (from % length) + out.length);
    out.set(firstPart);
    out.set(this.ring.subarray(0, out.length - firstPart.length), firstPart.length);
    return out;
  }

  private sampleAt(ms: number): number {
    return Math.round((ms * this.rate) / 1_000);
  }
}
