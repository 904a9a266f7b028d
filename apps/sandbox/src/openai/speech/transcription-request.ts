import { z } from 'zod';
import { check } from '../realtime/parameter-check.js';

const TranscriptionRequest = z.looseObject({
  model: z.string().min(1),
  response_format: z.enum(['json', 'text', 'verbose_json']).default('json'),
  language: z.string().optional(),
  /** Fields of a form are text. */
  stream: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
});
export type TranscriptionRequest = z.infer<typeof TranscriptionRequest>;

/** @throws ParameterInvalid */
export function readTranscriptionRequest(body: unknown): TranscriptionRequest {
  return check(TranscriptionRequest, body);
}
