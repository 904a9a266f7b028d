import axios from 'axios';
import { z } from 'zod';
import type { VendorAccess } from '#providers';
import { UpstreamFailed } from './token.errors.js';

const DEADLINE_MS = 8_000;

/** What OpenAI answers; it passes on what we do not know. */
const ClientSecret = z.object({
  value: z.string().min(1),
  expires_at: z.int().positive(),
  session: z.record(z.string(), z.unknown()).optional(),
});
export type ClientSecret = z.infer<typeof ClientSecret>;

export interface RealtimeVoice {
  model: string;
  voice: string;
}

/** Asks OpenAI for an ephemeral secret whose session is prepared: speech out, PCM 24 kHz both ways, turns by meaning. */
export async function createClientSecret(
  { baseUrl, apiKey }: VendorAccess,
  { model, voice }: RealtimeVoice,
): Promise<ClientSecret> {
  const format = { type: 'audio/pcm', rate: 24_000 };
  const session = {
    type: 'realtime',
    model,
    output_modalities: ['audio'],
    audio: {
      input: { format, turn_detection: { type: 'semantic_vad' } },
      output: { format, voice },
    },
  };
  const { data } = await axios
    .post<unknown>(
      `${baseUrl}/realtime/client_secrets`,
      { session },
      { headers: { Authorization: `Bearer ${apiKey}` }, signal: AbortSignal.timeout(DEADLINE_MS) },
    )
    .catch((error: unknown) => {
      throw new UpstreamFailed('OpenAI', reasonOf(error));
    });
  const secret = ClientSecret.safeParse(data);
  if (!secret.success) throw new UpstreamFailed('OpenAI', 'an answer without a secret');
  return secret.data;
}

/** Never the vendor's message: it quotes the key it refuses. */
function reasonOf(error: unknown): string {
  if (!axios.isAxiosError<{ error?: { code?: unknown } }>(error)) return 'unknown';
  if (axios.isCancel(error)) return 'no answer in time';
  if (!error.response) return error.code ?? 'no connection';
  const code = error.response.data?.error?.code;
  return typeof code === 'string' ? `${error.response.status} ${code}` : String(error.response.status);
}
