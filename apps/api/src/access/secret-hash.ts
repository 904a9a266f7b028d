import { hash } from 'node:crypto';

/** What secrets are kept and compared by: hashes are of one length, so that a comparison tells nothing about the secret's. */
export function secretHash(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
