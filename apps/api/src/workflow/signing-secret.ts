import { randomBytes } from 'node:crypto';
import { ValidateBy } from 'class-validator';
import { SECRET_PREFIX } from '../outbox/webhook-signature.js';

const BYTES = 32;
/** What Standard Webhooks asks for. */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

export function newSigningSecret(): string {
  return SECRET_PREFIX + randomBytes(BYTES).toString('base64');
}

/** `whsec_` and the base64 of 24 to 64 bytes. */
export function IsSigningSecret(): PropertyDecorator {
  return ValidateBy({
    name: 'isSigningSecret',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isSigningSecret(value),
      defaultMessage: () =>
        `$property must be ${SECRET_PREFIX} and the base64 of ${MIN_BYTES} to ${MAX_BYTES} bytes`,
    },
  });
}

function isSigningSecret(text: string): boolean {
  if (!text.startsWith(SECRET_PREFIX)) return false;
  const encoded = text.slice(SECRET_PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded && bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES;
}
