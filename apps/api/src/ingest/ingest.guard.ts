import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ingestToken, LivekitConfig } from '#livekit';
import { IngestNotConfigured, WrongIngestToken } from './ingest.errors.js';

/** Agents show a token of their own: it opens these routes and no others. */
@Injectable()
export class IngestGuard implements CanActivate {
  private readonly wanted: Buffer | undefined;

  constructor(config: LivekitConfig) {
    const token = ingestToken(config);
    this.wanted = token === undefined ? undefined : hash(token);
  }

  canActivate(context: ExecutionContext): boolean {
    if (!this.wanted) throw new IngestNotConfigured();
    const { authorization = '' } = context.switchToHttp().getRequest<Request>().headers;
    const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    if (!timingSafeEqual(hash(given), this.wanted)) throw new WrongIngestToken();
    return true;
  }
}

/** Hashes are of one length, so that the comparison tells nothing about the token's. */
function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
