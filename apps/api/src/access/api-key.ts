import { timingSafeEqual } from 'node:crypto';
import { InvalidConfiguration } from '#config';
import { isScope, SCOPES } from './caller.js';
import type { Caller } from './caller.js';
import { secretHash } from './secret-hash.js';

export interface ApiKey {
  /** SHA-256 of the key: the key itself is not kept. */
  hash: Buffer;
  caller: Caller;
}

export const DEFAULT_TENANT = 'default';

/**
 * Reads the entries of `API_KEYS`: `key` with all scopes, or `name:sha256-<hex>:scope+scope[:tenant[:rpm]]`.
 *
 * @throws InvalidConfiguration naming the entry by its number: its text may be a key.
 */
export function parseApiKeys(entries: readonly string[]): ApiKey[] {
  const complaints: string[] = [];
  const keys = entries.flatMap((entry, index) => {
    const key = entry.includes(':') ? parseNamedKey(entry) : plainKey(entry, index);
    if (typeof key !== 'string') return [key];
    complaints.push(`API_KEYS: entry ${index + 1} ${key}`);
    return [];
  });
  if (complaints.length) throw new InvalidConfiguration(complaints);
  return keys;
}

/** The key's owner. Compares with every key, in constant time. */
export function findCaller(keys: readonly ApiKey[], credential: string): Caller | undefined {
  const hash = secretHash(credential);
  return keys.filter((key) => timingSafeEqual(key.hash, hash)).at(0)?.caller;
}

function plainKey(key: string, index: number): ApiKey {
  return {
    hash: secretHash(key),
    caller: { kind: 'key', tenantId: DEFAULT_TENANT, scopes: SCOPES, keyName: `key-${index + 1}` },
  };
}

function parseNamedKey(entry: string): ApiKey | string {
  const [keyName = '', hash = '', scopeList = '', tenantId = DEFAULT_TENANT, rpm, ...rest] = entry.split(':');
  const hex = /^sha256-([0-9a-f]{64})$/i.exec(hash)?.[1];
  const scopes = scopeList.split('+');
  if (!keyName || !hex || !tenantId || rest.length) {
    return 'must look like name:sha256-<64 hex digits>:scope+scope[:tenant[:requests per minute]]';
  }
  if (!scopes.every(isScope)) return `has a scope other than ${SCOPES.join(', ')}`;
  if (rpm !== undefined && !/^[1-9]\d*$/.test(rpm)) return 'has requests per minute that are not a number';
  const requestsPerMinute = rpm === undefined ? undefined : Number(rpm);
  return {
    hash: Buffer.from(hex, 'hex'),
    caller: { kind: 'key', tenantId, scopes, keyName, ...(requestsPerMinute && { requestsPerMinute }) },
  };
}
