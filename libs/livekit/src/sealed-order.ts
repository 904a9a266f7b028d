import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { OperatorOrder } from '#conversation';
import { ingestToken } from './ingest-token.js';
import type { LivekitConfig } from './livekit.config.js';
import { LivekitNotConfigured } from './livekit.errors.js';

/**
 * `<seal>.<order>`. Anybody in a room can call the methods of the others there: the seal tells the api's orders from theirs; its key
 * is the secret that agents and the api share. The order is compressed, so that the longest text fits into the 15 kB of a call
 * whatever JSON makes of its characters.
 *
 * @throws LivekitNotConfigured
 */
export function sealOrder(order: OperatorOrder, config: LivekitConfig): string {
  const packed = deflateRawSync(JSON.stringify(order)).toString('base64');
  return `${sealOf(packed, config).toString('hex')}.${packed}`;
}

/** Undefined when the api did not give it. */
export function unsealOrder(payload: string, config: LivekitConfig): OperatorOrder | undefined {
  const [seal = '', packed = ''] = payload.split('.', 2);
  const right = sealOf(packed, config);
  const given = Buffer.from(seal, 'hex');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const order = inflateRawSync(Buffer.from(packed, 'base64')).toString();
  return OperatorOrder.safeParse(JSON.parse(order)).data;
}

function sealOf(packed: string, config: LivekitConfig): Buffer {
  const secret = ingestToken(config);
  if (!secret) throw new LivekitNotConfigured(['LIVEKIT_API_SECRET']);
  return createHmac('sha256', secret).update(`parley order\n${packed}`).digest();
}
