import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { OperatorOrder } from '#conversation';
import { ingestToken } from './ingest-token.js';
import type { LivekitConfig } from './livekit.config.js';
import { LivekitNotConfigured } from './livekit.errors.js';

const Sealed = z.object({ order: z.string(), seal: z.string() });

/**
 * Anybody in a room can call the methods of the others there. The seal tells the api's orders from theirs; its key is the secret
 * that agents and the api share.
 *
 * @throws LivekitNotConfigured
 */
export function sealOrder(order: OperatorOrder, config: LivekitConfig): string {
  const text = JSON.stringify(order);
  return JSON.stringify({ order: text, seal: sealOf(text, config).toString('hex') });
}

/** Undefined when the api did not give it. */
export function unsealOrder(payload: string, config: LivekitConfig): OperatorOrder | undefined {
  try {
    const { order, seal } = Sealed.parse(JSON.parse(payload));
    const right = sealOf(order, config);
    const given = Buffer.from(seal, 'hex');
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return OperatorOrder.parse(JSON.parse(order));
  } catch {
    return undefined;
  }
}

function sealOf(text: string, config: LivekitConfig): Buffer {
  const secret = ingestToken(config);
  if (!secret) throw new LivekitNotConfigured(['LIVEKIT_API_SECRET']);
  return createHmac('sha256', secret).update(`parley order\n${text}`).digest();
}
