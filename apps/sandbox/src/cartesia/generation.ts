import { z } from 'zod';
import { RequestInvalid } from './cartesia.errors.js';

const Common = z.object({
  model_id: z.string().min(1),
  transcript: z.string().max(20_000),
  voice: z.union([z.string(), z.object({ mode: z.literal('id').default('id'), id: z.string() })]),
});
const sample_rate = z.literal([8_000, 16_000, 22_050, 24_000, 44_100, 48_000]);
const encoding = z.enum(['pcm_s16le', 'pcm_f32le', 'pcm_mulaw', 'pcm_alaw']);

const Generation = Common.extend({
  output_format: z.object({ container: z.literal('raw'), encoding, sample_rate }),
  context_id: z.string().min(1).max(256).optional(),
  continue: z.boolean().default(false),
  flush: z.boolean().default(false),
  add_timestamps: z.boolean().nullish(),
  max_buffer_delay_ms: z.number().min(0).max(5_000).nullish(),
});
/** A text for a context, and how it is to sound. */
export type Generation = z.infer<typeof Generation>;

const Cancel = z.object({ context_id: z.string(), cancel: z.literal(true) });
export type Cancel = z.infer<typeof Cancel>;

const Bytes = Common.extend({
  transcript: Common.shape.transcript.min(1),
  output_format: z.object({
    container: z.literal('raw', { error: 'the sandbox has the container raw only' }),
    encoding,
    sample_rate,
  }),
});

/** A frame of the socket. Fields that the sandbox does not know change nothing. @throws RequestInvalid */
export function readFrame(text: string): Generation | Cancel {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestInvalid('The frame is not valid JSON.');
  }
  const cancel = Cancel.safeParse(value);
  return cancel.data ?? check(Generation, value);
}

/** The body of `/tts/bytes`. @throws RequestInvalid */
export function readBytesRequest(body: unknown): z.infer<typeof Bytes> {
  return check(Bytes, body);
}

export function voiceIdOf(voice: Generation['voice']): string {
  return typeof voice === 'string' ? voice : voice.id;
}

/** The context of a frame that is no good, where it can be told: the error goes to it. */
export function contextOf(text: string): string | undefined {
  try {
    return z.object({ context_id: z.string() }).safeParse(JSON.parse(text)).data?.context_id;
  } catch {
    return undefined;
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error) {
    const [issue] = error.issues;
    throw new RequestInvalid(`${issue?.path.join('.') || 'body'}: ${issue?.message}`);
  }
  return data;
}
