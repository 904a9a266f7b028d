import { createHmac } from 'node:crypto';
import type { LivekitConfig } from './livekit.config.js';

/**
 * The secret between agents and the api: `INGEST_TOKEN`, else derived from the LiveKit secret, so that apps with one `.env`
 * agree. Undefined when there is neither.
 */
export function ingestToken({ ingestToken: given, apiSecret }: LivekitConfig): string | undefined {
  if (given) return given;
  return apiSecret && createHmac('sha256', apiSecret).update('parley ingest').digest('hex');
}
