import { hash } from 'node:crypto';

/** What secrets are kept and compared by: hashes are of one length, so that a comparison tells nothing about the secret's. */
export function secretHash(secret: string): Buffer {
  // As text and then bytes of the pool: a buffer from there costs three times as much, at every request.
  return Buffer.from(hash('sha256', secret, 'binary'), 'binary');
}
