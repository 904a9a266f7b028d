import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ingestToken, LivekitConfig } from '#livekit';
import { bearerOf } from '../access/credential.js';
import { secretHash } from '../access/secret-hash.js';
import { IngestNotConfigured, WrongIngestToken } from './ingest.errors.js';

/** Agents show a token of their own: it opens these routes and no others. */
@Injectable()
export class IngestGuard implements CanActivate {
  private readonly wanted: Buffer | undefined;

  constructor(config: LivekitConfig) {
    const token = ingestToken(config);
    this.wanted = token === undefined ? undefined : secretHash(token);
  }

  canActivate(context: ExecutionContext): boolean {
    this.admit(context.switchToHttp().getRequest<Request>().headers.authorization);
    return true;
  }

  /** @throws IngestNotConfigured @throws WrongIngestToken */
  admit(authorization: string | undefined): void {
    if (!this.wanted) throw new IngestNotConfigured();
    if (!timingSafeEqual(secretHash(bearerOf(authorization)), this.wanted)) throw new WrongIngestToken();
  }
}
