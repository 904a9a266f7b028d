import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { InvalidConfiguration } from '#config';
import { ServerConfig } from '../server.config.js';
import { AccessConfig } from './access.config.js';
import { Unauthenticated } from './access.errors.js';
import { DEFAULT_TENANT, findCaller, parseApiKeys } from './api-key.js';
import type { ApiKey } from './api-key.js';
import { SCOPES } from './caller.js';
import type { Caller } from './caller.js';

const ANONYMOUS: Caller = { tenantId: 'anonymous', scopes: ['session'], keyName: 'anonymous' };
const DEVELOPER: Caller = { tenantId: DEFAULT_TENANT, scopes: SCOPES, keyName: 'development' };

/** Who may call at all. Without keys an api is open only to its own machine, and never in production. */
@Injectable()
export class AccessPolicy implements OnApplicationBootstrap {
  private readonly logger = new Logger(AccessPolicy.name);
  private readonly keys: readonly ApiKey[];

  constructor(
    private readonly config: AccessConfig,
    private readonly server: ServerConfig,
  ) {
    this.keys = parseApiKeys(config.apiKeys);
    this.refuseToBeOpenToTheWorld();
  }

  onApplicationBootstrap(): void {
    if (this.isOpen) this.logger.warn('no API_KEYS: every caller on this machine may do everything');
  }

  /** What to listen on; undefined is every address. */
  get listenHost(): string | undefined {
    return this.server.host ?? (this.isOpen ? '127.0.0.1' : undefined);
  }

  /** @throws Unauthenticated A wrong credential is refused even where none is needed. */
  identify(credential: string | undefined): Caller {
    if (this.isOpen) return DEVELOPER;
    if (credential === undefined && this.config.allowAnonymous) return ANONYMOUS;
    const caller = credential === undefined ? undefined : findCaller(this.keys, credential);
    if (!caller) throw new Unauthenticated(credential !== undefined);
    return caller;
  }

  private get isOpen(): boolean {
    return this.keys.length === 0 && !this.config.allowAnonymous;
  }

  private refuseToBeOpenToTheWorld(): void {
    if (!this.isOpen) return;
    if (this.server.environment === 'production') {
      throw new InvalidConfiguration(['API_KEYS: must be set in production, or ALLOW_ANONYMOUS=true']);
    }
    if (this.server.host && !isLoopback(this.server.host)) {
      throw new InvalidConfiguration([
        'HOST: must be a loopback address while there are no API_KEYS; set them, or ALLOW_ANONYMOUS=true',
      ]);
    }
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
