import { z } from 'zod';
import type { Encoding } from '../speech/pcm.js';
import { QueryInvalid } from './deepgram.errors.js';

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  linear16: 'pcm_s16le',
  mulaw: 'pcm_mulaw',
  alaw: 'pcm_alaw',
};

const Query = z.object({
  model: z.string().default('aura-asteria-en'),
  encoding: z
    .enum(['linear16', 'mulaw', 'alaw'], { error: 'the sandbox speaks linear16, mulaw and alaw' })
    .default('linear16'),
  sample_rate: z.coerce.number().int().min(8_000).max(48_000).optional(),
});

export interface SpeakOptions {
  model: string;
  encoding: Encoding;
  rate: number;
}

/** Options that the sandbox does not know change nothing. @throws QueryInvalid */
export function readSpeakOptions(query: URLSearchParams): SpeakOptions {
  const { data, error } = Query.safeParse(Object.fromEntries(query));
  if (!data) {
    const [issue] = error.issues;
    throw new QueryInvalid(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { model, encoding, sample_rate } = data;
  return {
    model,
    encoding: ENCODINGS[encoding] ?? 'pcm_s16le',
    rate: sample_rate ?? (encoding === 'linear16' ? 24_000 : 8_000),
  };
}
