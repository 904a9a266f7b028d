import { randomBytes } from 'node:crypto';
import type { VendorFaults } from '../control/vendor-faults.js';
import { KeyInvalid, KeyMissing } from './openai.errors.js';
import type { SessionSettings } from './realtime/session-settings.js';

const KEPT_SECRETS = 1_000;

export interface ClientSecret {
  value: string;
  /** Unix seconds. */
  expiresAt: number;
}

/**
 * Keys and client secrets. Any key of a server is taken. A client secret carries its own times, so that one given out before a
 * restart still opens a session; the settings given with it are remembered while the process lives.
 */
export class OpenAiKeysService {
  private readonly settingsBySecret = new Map<string, SessionSettings>();
  /** Marks a client secret as ours wherever it turns up. */
  private readonly prefix: string;

  /** `secretKind`: how a vendor's client secrets begin, and its keys do not. */
  constructor(
    private readonly faults: VendorFaults,
    private readonly secretKind = 'ek_',
  ) {
    this.prefix = `${secretKind}sandbox_`;
  }

  mint(settings: SessionSettings, ttlSeconds: number): ClientSecret {
    const expiresAt = Math.floor(Date.now() / 1_000) + ttlSeconds;
    const value = `${this.prefix}${this.faults.issueTime().toString(36)}_${expiresAt.toString(36)}_${randomBytes(12).toString('hex')}`;
    this.settingsBySecret.set(value, settings);
    const [oldest] = this.settingsBySecret.keys();
    if (this.settingsBySecret.size > KEPT_SECRETS && oldest) this.settingsBySecret.delete(oldest);
    return { value, expiresAt };
  }

  /** @throws KeyMissing @throws KeyInvalid */
  check(key: string | undefined): void {
    if (!key) throw new KeyMissing();
    if (!key.startsWith(this.secretKind)) {
      if (this.faults.plan.refuseCredentials) throw new KeyInvalid();
      return;
    }
    const [issuedAt = '', expiresAt = ''] = key.slice(this.prefix.length).split('_');
    const issuedAtMs = parseInt(issuedAt, 36);
    const expiresAtMs = parseInt(expiresAt, 36) * 1_000;
    const ours = key.startsWith(this.prefix) && Number.isFinite(issuedAtMs);
    if (!ours || !(expiresAtMs > Date.now()) || !this.faults.accepts(issuedAtMs)) throw new KeyInvalid();
  }

  /** What was set when the secret was made. */
  settingsOf(key: string): SessionSettings | undefined {
    return this.settingsBySecret.get(key);
  }
}

/** The key of an `Authorization` header. */
export function bearerKey(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
}
