import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { FaultsService } from '../control/faults.service.js';
import { IssuedTokens } from '../control/issued-tokens.js';
import type { VendorFaults } from '../control/vendor-faults.js';
import { KeyInvalid } from './cartesia.errors.js';

const TOKEN_PREFIX = 'cartesia_sandbox_';

/** Any key is taken; an access token must be one that was given out. */
@Injectable()
export class CartesiaKeysService implements CanActivate {
  private readonly faults: VendorFaults;
  private readonly tokens: IssuedTokens;

  constructor(faults: FaultsService) {
    this.faults = faults.of('cartesia');
    this.tokens = new IssuedTokens(TOKEN_PREFIX, this.faults);
  }

  canActivate(context: ExecutionContext): boolean {
    this.check(context.switchToHttp().getRequest<Request>());
    return true;
  }

  mint(ttlSeconds: number): string {
    return this.tokens.mint(ttlSeconds);
  }

  /** In a header, or from a browser's socket in the query. @throws KeyInvalid */
  check({ headers, url }: Pick<IncomingMessage, 'headers' | 'url'>): void {
    const query = new URL(url ?? '/', 'http://sandbox').searchParams;
    const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const key =
      [headers['x-api-key']].flat()[0] ?? bearer ?? query.get('api_key') ?? query.get('access_token');
    if (!key) throw new KeyInvalid();
    const good = this.tokens.owns(key) ? this.tokens.accepts(key) : !this.faults.plan.refuseCredentials;
    if (!good) throw new KeyInvalid();
  }
}

/** The version of the API that a client speaks; one that says none gets the oldest behaviour. */
export function versionOf({ headers, url }: Pick<IncomingMessage, 'headers' | 'url'>): string {
  const query = new URL(url ?? '/', 'http://sandbox').searchParams;
  return [headers['cartesia-version']].flat()[0] ?? query.get('cartesia_version') ?? '';
}
