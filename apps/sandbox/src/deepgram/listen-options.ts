import { z } from 'zod';
import { QueryInvalid } from './deepgram.errors.js';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

const Query = z.object({
  model: z.string().default('nova-3'),
  language: z.string().optional(),
  encoding: z.literal('linear16', { error: 'the sandbox takes encoding=linear16' }).default('linear16'),
  sample_rate: z.coerce.number().refine((rate) => [8_000, 16_000, 24_000, 32_000, 48_000].includes(rate), {
    error: 'the sandbox takes a sample_rate of 8000, 16000, 24000, 32000 or 48000',
  }),
  channels: z.coerce
    .number()
    .refine((channels) => channels === 1, { error: 'the sandbox hears one channel' })
    .default(1),
  interim_results: flag,
  punctuate: flag,
  smart_format: flag,
  vad_events: flag,
  endpointing: z.union([z.literal('false'), z.coerce.number().min(0).max(60_000)]).default(10),
  utterance_end_ms: z.coerce.number().min(1_000).max(60_000).optional(),
});

/** What a client of `/v1/listen` wants. */
export interface ListenOptions {
  model: string;
  language: string | undefined;
  rate: number;
  interims: boolean;
  /** With capitals and marks. */
  written: boolean;
  vadEvents: boolean;
  /** The silence that ends an utterance; undefined when none does. */
  endpointingMs: number | undefined;
  utteranceEndMs: number | undefined;
  /** Values of `tag` and `keyterm`. */
  tags: string[];
}

/** Options that the sandbox does not know change nothing. @throws QueryInvalid */
export function readListenOptions(query: URLSearchParams): ListenOptions {
  const { data, error } = Query.safeParse(Object.fromEntries(query));
  if (!data) {
    const [issue] = error.issues;
    throw new QueryInvalid(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  return {
    model: data.model,
    language: data.language,
    rate: data.sample_rate,
    interims: data.interim_results,
    written: data.punctuate || data.smart_format,
    vadEvents: data.vad_events,
    endpointingMs: data.endpointing === 'false' ? undefined : data.endpointing,
    utteranceEndMs: data.utterance_end_ms,
    tags: [...query.getAll('tag'), ...query.getAll('keyterm')],
  };
}
