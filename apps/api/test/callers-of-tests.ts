import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';

export const JWT_SECRET = 'a secret of the tests, more than 32 bytes long';

/** An entry of API_KEYS. */
export function keyEntry(name: string, key: string, rest: string): string {
  return `${name}:sha256-${createHash('sha256').update(key).digest('hex')}:${rest}`;
}

export function jwt(
  claims: Record<string, unknown> = {},
  expires: string | number = '1h',
  secret = JWT_SECRET,
): Promise<string> {
  return new SignJWT({ sub: 'asha', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));
}

export function anHourAgo(): number {
  return Math.floor(Date.now() / 1_000) - 3_600;
}
