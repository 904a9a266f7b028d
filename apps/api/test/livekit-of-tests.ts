import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { send } from './requests.js';
import type { Answer } from './requests.js';

let lastId = 0;

export interface Delivery {
  key?: string;
  secret?: string;
  /** Seconds the signature holds; negative for one that is over. */
  ttlS?: number;
  /** What is sent in place of what was signed. */
  sent?: string;
}

/** An event of LiveKit, as its server writes it. */
export function livekitEvent(event: string, fields: Record<string, unknown> = {}) {
  const createdAt = String(Math.floor(Date.now() / 1_000));
  return { event, id: `EV_${process.pid}_${++lastId}`, createdAt, ...fields };
}

/** Delivers a webhook as a LiveKit server does. */
export async function deliver(url: string, event: object, delivery: Delivery = {}): Promise<Answer> {
  const { key = 'key', secret = 'a secret that is long enough for HS256', ttlS = 300 } = delivery;
  const body = JSON.stringify(event);
  const token = new AccessToken(key, secret, { ttl: `${ttlS}s` });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return send('POST', `${url}/webhooks/livekit`, {
    body: delivery.sent ?? body,
    headers: { 'Content-Type': 'application/webhook+json', Authorization: await token.toJwt() },
  });
}
