import type { Encoding } from '../speech/pcm.js';
import { FormatUnsupported } from './elevenlabs.errors.js';

export interface OutputFormat {
  encoding: Encoding;
  rate: number;
}

const FORMATS: Readonly<Record<string, OutputFormat>> = {
  pcm_8000: { encoding: 'pcm_s16le', rate: 8_000 },
  pcm_16000: { encoding: 'pcm_s16le', rate: 16_000 },
  pcm_22050: { encoding: 'pcm_s16le', rate: 22_050 },
  pcm_24000: { encoding: 'pcm_s16le', rate: 24_000 },
  pcm_44100: { encoding: 'pcm_s16le', rate: 44_100 },
  pcm_48000: { encoding: 'pcm_s16le', rate: 48_000 },
  ulaw_8000: { encoding: 'pcm_mulaw', rate: 8_000 },
  alaw_8000: { encoding: 'pcm_alaw', rate: 8_000 },
};

const DEFAULT_FORMAT = 'mp3_44100_128';

/** @throws FormatUnsupported for MP3 and Opus, MP3 being what is asked for where nothing is said */
export function readOutputFormat(name: string | null | undefined): OutputFormat {
  const format = FORMATS[name ?? DEFAULT_FORMAT];
  if (!format) throw new FormatUnsupported(name ?? DEFAULT_FORMAT);
  return format;
}
