import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, errors } from 'jose';
import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters } from 'jose';
import { SigningKeysUnavailable } from './access.errors.js';

export interface SigningKeysTiming {
  deadlineMs: number;
  /** From this age on the keys are read again, beside the requests that use them. */
  freshMs: number;
  /** From this age on they are not used any more: a key that was withdrawn must not open for ever. */
  staleMs: number;
  /** Between two readings because of a key nobody knows: strangers can make those up. */
  cooldownMs: number;
}

const TIMING: SigningKeysTiming = {
  deadlineMs: 5_000,
  freshMs: 600_000,
  staleMs: 3_600_000,
  cooldownMs: 30_000,
};

/**
 * An identity provider's public keys: read once for however many callers wait, kept, and read again in good time, so that callers
 * come in while the provider is away for less than an hour.
 */
export class SigningKeys {
  private readonly logger = new Logger(SigningKeys.name);
  private readonly keys: ReturnType<typeof createRemoteJWKSet>;
  private readAgainAt = 0;

  constructor(
    url: string,
    private readonly timing: SigningKeysTiming = TIMING,
  ) {
    this.keys = createRemoteJWKSet(new URL(url), {
      timeoutDuration: timing.deadlineMs,
      cooldownDuration: timing.cooldownMs,
      cacheMaxAge: timing.staleMs,
    });
  }

  /** @throws SigningKeysUnavailable @throws {errors.JOSEError} when there is no such key. */
  async find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    this.refreshInGoodTime();
    try {
      return await this.keys(header, token);
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      throw new SigningKeysUnavailable(error);
    }
  }

  private refreshInGoodTime(): void {
    const now = Date.now();
    const isDue = this.keys.fresh && now >= this.readAgainAt;
    if (this.keys.fresh && !isDue) return;
    this.readAgainAt = now + this.timing.freshMs;
    if (!isDue) return; // there are none yet, so the look-up reads them
    // Nobody waits for this: the keys at hand are still good.
    this.keys.reload().catch((error: unknown) => {
      this.readAgainAt = Date.now() + this.timing.cooldownMs;
      this.logger.warn('signing keys could not be read again', { err: error });
    });
  }
}

/** Of the errors of a look-up these two are about what the caller sent, the others about the provider. */
function isAboutTheToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}
