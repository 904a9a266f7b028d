import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { InvalidConfiguration } from '#config';
import { ANONYMOUS_TENANT } from '#conversation';
import { ServerConfig } from '../server.config.js';
import { AccessConfig } from './access.config.js';
import { Unauthenticated } from './access.errors.js';
import { DEFAULT_TENANT, findCaller, parseApiKeys } from './api-key.js';
import type { ApiKey } from './api-key.js';
import { SCOPES } from './caller.js';
import type { Caller } from './caller.js';
import { JwtVerifier } from './jwt-verifier.js';
import { isLoopback } from './loopback.js';

const ANONYMOUS: Caller = {
  kind: 'anonymous',
  tenantId: ANONYMOUS_TENANT,
  scopes: ['session'],
  keyName: 'anonymous',
};
const DEVELOPER: Caller = {
  kind: 'development',
  tenantId: DEFAULT_TENANT,
  scopes: SCOPES,
  keyName: 'development',
};

/** Who may call at all. Without keys an api is open only to its own machine, and never in production. */
@Injectable()
export class AccessPolicy implements OnApplicationBootstrap {
  private readonly logger = new Logger(AccessPolicy.name);
  private readonly keys: readonly ApiKey[];
  private readonly jwts: JwtVerifier | undefined;

  constructor(
    private readonly config: AccessConfig,
    private readonly server: ServerConfig,
  ) {
    this.keys = parseApiKeys(config.apiKeys);
    this.jwts = config.takesJwts ? new JwtVerifier(config) : undefined;
    this.refuseToBeOpenToTheWorld();
  }

  onApplicationBootstrap(): void {
    if (this.isOpen) this.logger.warn('no API_KEYS: every caller on this machine may do everything');
    if (this.config.jwksUrl !== undefined && this.config.jwtAudience === undefined) {
      this.logger.warn('no JWT_AUDIENCE: tokens that were made for other services are taken too');
    }
  }

  /** What to listen on; undefined is every address. */
  get listenHost(): string | undefined {
    return this.server.host ?? (this.isOpen ? '127.0.0.1' : undefined);
  }

  /**
   * A wrong credential is refused even where none is needed.
   *
   * @throws Unauthenticated @throws TokenExpired @throws TokenRefused @throws SigningKeysUnavailable
   */
  async identify(credential: string | undefined): Promise<Caller> {
    if (this.isOpen) return DEVELOPER;
    if (credential === undefined) {
      if (this.config.allowAnonymous) return ANONYMOUS;
      throw new Unauthenticated(false);
    }
    const caller = findCaller(this.keys, credential);
    if (caller) return caller;
    if (this.jwts && JwtVerifier.looksLike(credential)) return this.jwts.verify(credential);
    throw new Unauthenticated(true);
  }

  private get isOpen(): boolean {
    return this.keys.length === 0 && !this.config.takesJwts && !this.config.allowAnonymous;
  }

  private refuseToBeOpenToTheWorld(): void {
    if (!this.isOpen) return;
    if (this.server.environment === 'production') {
      throw new InvalidConfiguration([
        'API_KEYS: must be set in production, or JWT_SECRET, JWKS_URL or ALLOW_ANONYMOUS=true',
      ]);
    }
    if (this.server.host && !isLoopback(this.server.host)) {
      throw new InvalidConfiguration([
        'HOST: must be a loopback address while there are no API_KEYS; set them, JWT_SECRET, JWKS_URL or ALLOW_ANONYMOUS=true',
      ]);
    }
  }
}
