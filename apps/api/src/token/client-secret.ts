import axios from 'axios';
import { z } from 'zod';
import { retryAfterMs } from '#problem';
import { VendorFault } from '#providers';
import type { VendorAccess } from '#providers';

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

/**
 * Asks OpenAI for an ephemeral secret whose session is prepared: speech out, PCM 24 kHz both ways, turns by meaning.
 *
 * @throws VendorFault
 */
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
      throw faultOf(error);
    });
  const secret = ClientSecret.safeParse(data);
  if (!secret.success) throw new VendorFault('refused', undefined, undefined, 'an answer without a secret');
  return secret.data;
}

/** Never with the vendor's message: it quotes the key it refuses. */
function faultOf(error: unknown): VendorFault {
  if (!axios.isAxiosError<{ error?: { code?: unknown } }>(error)) return new VendorFault('unreachable');
  if (axios.isCancel(error)) return new VendorFault('no_answer', undefined, undefined, 'no answer in time');
  const { response } = error;
  if (!response) return new VendorFault('unreachable', undefined, undefined, error.code ?? 'no connection');
  const code = response.data?.error?.code;
  const detail = typeof code === 'string' ? `${response.status} ${code}` : String(response.status);
  return VendorFault.ofStatus(response.status, retryAfterMs(response.headers['retry-after']), detail);
}
