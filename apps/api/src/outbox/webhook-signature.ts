import { createHmac } from 'node:crypto';

/** Before the bytes of a signing secret, in base64. */
export const SECRET_PREFIX = 'whsec_';

export interface SignedMessage {
  id: string;
  sentAt: number;
  body: string;
}

/** The headers of Standard Webhooks: one signature for each secret that counts, so that a receiver may still have the one before. */
export function signedHeaders(
  { id, sentAt, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(sentAt / 1_000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(' '),
  };
}

function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
