import { z } from 'zod';
import { MessageInvalid } from './elevenlabs.errors.js';

const InputMessage = z.object({
  /** A space begins; nothing at all ends a single stream and keeps one of many alive. */
  text: z.string().max(20_000).nullish(),
  context_id: z.string().min(1).max(256).nullish(),
  flush: z.boolean().nullish(),
  try_trigger_generation: z.boolean().nullish(),
  close_context: z.boolean().nullish(),
  close_socket: z.boolean().nullish(),
  xi_api_key: z.string().nullish(),
  'xi-api-key': z.string().nullish(),
  generation_config: z
    .object({ chunk_length_schedule: z.array(z.number().min(1).max(1_000)).min(1).nullish() })
    .nullish(),
});
export type InputMessage = z.infer<typeof InputMessage>;

const SpeakRequest = z.object({ text: z.string().min(1).max(40_000) });

/** Fields that the sandbox does not know change nothing. @throws MessageInvalid */
export function readInputMessage(text: string): InputMessage {
  try {
    return check(InputMessage, JSON.parse(text));
  } catch (error) {
    throw error instanceof SyntaxError ? new MessageInvalid('it is not valid JSON') : error;
  }
}

/** The body of a request over HTTP. @throws MessageInvalid */
export function readSpeakRequest(body: unknown): z.infer<typeof SpeakRequest> {
  return check(SpeakRequest, body);
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error) throw new MessageInvalid(`${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`);
  return data;
}
