import { z } from 'zod';
import { check } from '../realtime/parameter-check.js';

const VOICES = [
  'alloy',
  'ash',
  'ballad',
  'cedar',
  'coral',
  'echo',
  'fable',
  'marin',
  'nova',
  'onyx',
  'sage',
  'shimmer',
  'verse',
] as const;

const SpeechRequest = z.looseObject({
  model: z.string().min(1),
  input: z.string().min(1).max(4_096),
  voice: z.union([z.enum(VOICES), z.strictObject({ id: z.string().min(1) })]),
  instructions: z.string().max(4_096).nullish(),
  /** Without it OpenAI sends mp3: what has to be packed is refused here rather than sent as something else. */
  response_format: z.enum(['pcm', 'wav']),
  /** The voices of the sandbox have one pace. */
  speed: z.literal(1).nullish(),
  stream_format: z.enum(['audio', 'sse']).nullish(),
});
export type SpeechRequest = z.infer<typeof SpeechRequest>;

/** @throws ParameterInvalid */
export function readSpeechRequest(body: unknown): SpeechRequest {
  return check(SpeechRequest, body);
}
