import { Application, createEncoder, Signal } from 'libopus-wasm';

/** Of each voice; a silent one takes a third of it. */
const BITRATE = 24_000;
/** Of ten: speech gains little from more, and the machine has talks to carry. */
const COMPLEXITY = 3;
const GRANULE_RATE = 48_000;

export type VoiceRate = 16_000 | 24_000;

/** One mono voice in packets of 20 ms. */
export interface VoiceEncoder {
  /** Samples at 48 kHz by which its packets lag. */
  readonly preSkip: number;
  encode(samples: Int16Array): Uint8Array;
  free(): void;
}

export async function voiceEncoder(sampleRate: VoiceRate): Promise<VoiceEncoder> {
  const encoder = await createEncoder({
    sampleRate,
    channels: 1,
    application: Application.Audio,
    signal: Signal.Voice,
    bitrate: BITRATE,
    complexity: COMPLEXITY,
  });
  return {
    preSkip: (encoder.getLookahead() * GRANULE_RATE) / sampleRate,
    encode: (samples) => encoder.encode(samples),
    free: () => encoder.free(),
  };
}
