import { createHash } from 'node:crypto';

const DIGITS = 16;

/** What a person is called in the log: always the same, so that their lines are found, and not by their name. */
export function personInLog(tenant: string, identity: string | null): string | undefined {
  if (identity === null) return undefined;
  const hash = createHash('sha256').update(JSON.stringify([tenant, identity]));
  return `user-${hash.digest('hex').slice(0, DIGITS)}`;
}
