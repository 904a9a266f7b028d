import { createHmac } from 'node:crypto';
import type { LivekitConfig } from './livekit.config.js';

/**
 * The secret between agents and the api: `INGEST_TOKEN`, else derived from the LiveKit secret, so that apps with one `.env`
 * agree. Undefined when there is neither.
 */
export function ingestToken(config: LivekitConfig): string | undefined {
  const { ingestToken: given, ingestTokenIsDjangos, apiSecret } = config;
  if (given && !ingestTokenIsDjangos) return given;
  return apiSecret && createHmac('sha256', apiSecret).update('parley ingest').digest('hex');
}
