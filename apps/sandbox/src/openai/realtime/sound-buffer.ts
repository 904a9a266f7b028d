/** The rate of all sound on the wire, both ways. */
export const SAMPLES_PER_MS = 24;

/** PCM16 mono at 24 kHz with a clock that counts from the first sample ever written; old sound can be dropped. */
export class SoundBuffer {
  private readonly chunks: { startMs: number; pcm: Int16Array }[] = [];
  private writtenSamples = 0;

  /** Where the clock stands: the end of what was written. */
  get endMs(): number {
    return this.writtenSamples / SAMPLES_PER_MS;
  }

  /** The beginning of what is still held. */
  get startMs(): number {
    return this.chunks[0]?.startMs ?? this.endMs;
  }

  write(pcm: Int16Array): void {
    if (pcm.length === 0) return;
    this.chunks.push({ startMs: this.endMs, pcm });
    this.writtenSamples += pcm.length;
  }

  /** Drops what lies wholly before this time. */
  dropBefore(ms: number): void {
    let first = this.chunks[0];
    while (first && first.startMs + first.pcm.length / SAMPLES_PER_MS <= ms) {
      this.chunks.shift();
      first = this.chunks[0];
    }
  }

  /** A copy of what is held between two times. */
  read(fromMs: number, toMs: number): Int16Array {
    const from = Math.round(Math.max(fromMs, this.startMs) * SAMPLES_PER_MS);
    const to = Math.round(Math.min(toMs, this.endMs) * SAMPLES_PER_MS);
    const out = new Int16Array(Math.max(0, to - from));
    for (const { startMs, pcm } of this.chunks) {
      const start = Math.round(startMs * SAMPLES_PER_MS);
      const part = pcm.subarray(Math.max(0, from - start), Math.max(0, to - start));
      if (part.length > 0) out.set(part, Math.max(0, start - from));
    }
    return out;
  }
}

/** Samples of little-endian bytes, in memory of their own. */
export function toSamples(bytes: Buffer): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  Buffer.from(samples.buffer).set(bytes.subarray(0, samples.byteLength));
  return samples;
}

export function toBase64(pcm: Int16Array): string {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
}
