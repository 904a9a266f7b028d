import { resample } from './flite.js';

export type Encoding = 'pcm_s16le' | 'pcm_f32le' | 'pcm_mulaw' | 'pcm_alaw';

/** Samples of little-endian bytes that come in pieces of any size, also in the middle of a sample. */
export class SampleReader {
  private rest = Buffer.alloc(0);

  read(bytes: Buffer): Int16Array {
    const all = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes;
    const samples = new Int16Array(all.length >> 1);
    Buffer.from(samples.buffer).set(all.subarray(0, samples.byteLength));
    this.rest = Buffer.from(all.subarray(samples.byteLength));
    return samples;
  }
}

/** Changes the rate only where it differs: the samples may be those that were given. */
export function atRate(pcm: Int16Array, from: number, to: number): Int16Array {
  return from === to ? pcm : resample(pcm, from, to);
}

export function encode(pcm: Int16Array, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'pcm_s16le':
      return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    case 'pcm_f32le':
      return Buffer.from(Float32Array.from(pcm, (sample) => sample / 32_768).buffer);
    case 'pcm_mulaw':
      return Buffer.from(Uint8Array.from(pcm, mulaw));
    case 'pcm_alaw':
      return Buffer.from(Uint8Array.from(pcm, alaw));
  }
}

const MULAW_BIAS = 132;

/** G.711. */
function mulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + MULAW_BIAS;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function alaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  const magnitude = (sample < 0 ? -sample - 1 : sample) >> 4;
  const exponent = Math.max(0, 28 - Math.clz32(magnitude));
  const mantissa = (magnitude >> Math.max(0, exponent - 1)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}
