import { z } from 'zod';
import { StreamFault } from './assemblyai.errors.js';

const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();
const silence = z.coerce.number().int().min(0).max(60_000).optional();

const Query = z.object({
  speech_model: z.string().default('universal-streaming-english'),
  sample_rate: z.coerce
    .number()
    .refine((rate) => [8_000, 16_000, 24_000, 32_000, 48_000].includes(rate), {
      error: 'the sandbox takes 8000, 16000, 24000, 32000 or 48000',
    })
    .default(16_000),
  encoding: z.literal('pcm_s16le', { error: 'the sandbox takes pcm_s16le' }).default('pcm_s16le'),
  format_turns: flag,
  min_turn_silence: silence,
  min_end_of_turn_silence_when_confident: silence,
  max_turn_silence: silence,
  keyterms_prompt: z.string().optional(),
  inactivity_timeout: z.coerce.number().min(5).max(3_600).optional(),
  max_session_duration_seconds: z.coerce.number().min(60).max(10_800).default(10_800),
});

const Update = z.object({
  format_turns: z.boolean().optional(),
  min_turn_silence: z.number().min(0).max(60_000).optional(),
  max_turn_silence: z.number().min(0).max(60_000).optional(),
});

/** What a client of `/v3/ws` wants. */
export interface TurnOptions {
  rate: number;
  /** The newer models write every turn with capitals and marks, and once. */
  alwaysWritten: boolean;
  formatTurns: boolean;
  minTurnSilenceMs: number;
  maxTurnSilenceMs: number;
  inactivityMs: number | undefined;
  longestMs: number;
  /** The keyterms. */
  tags: string[];
}

/** Options that the sandbox does not know change nothing. @throws StreamFault */
export function readTurnOptions(query: URLSearchParams): TurnOptions {
  const data = check(Query, Object.fromEntries(query));
  const newer = /^(?:u3|universal-3)/.test(data.speech_model);
  return {
    rate: data.sample_rate,
    alwaysWritten: newer,
    formatTurns: data.format_turns ?? false,
    minTurnSilenceMs:
      data.min_turn_silence ?? data.min_end_of_turn_silence_when_confident ?? (newer ? 100 : 400),
    maxTurnSilenceMs: data.max_turn_silence ?? (newer ? 1_000 : 1_280),
    inactivityMs: data.inactivity_timeout && data.inactivity_timeout * 1_000,
    longestMs: data.max_session_duration_seconds * 1_000,
    tags: readKeyterms(data.keyterms_prompt),
  };
}

/** What an `UpdateConfiguration` makes of them. @throws StreamFault */
export function updateTurnOptions(options: TurnOptions, update: unknown): TurnOptions {
  const { format_turns, min_turn_silence, max_turn_silence } = check(Update, update);
  return {
    ...options,
    formatTurns: format_turns ?? options.formatTurns,
    minTurnSilenceMs: min_turn_silence ?? options.minTurnSilenceMs,
    maxTurnSilenceMs: max_turn_silence ?? options.maxTurnSilenceMs,
  };
}

function readKeyterms(json: string | undefined): string[] {
  if (json === undefined) return [];
  try {
    return check(z.array(z.string()), JSON.parse(json));
  } catch {
    throw new StreamFault(3006, 'Invalid keyterms_prompt: a JSON array of strings is expected');
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error) {
    const [issue] = error.issues;
    throw new StreamFault(3006, `Input validation error: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  return data;
}
