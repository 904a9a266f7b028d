import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { FaultsService } from '../control/faults.service.js';
import { KeyInvalid } from './elevenlabs.errors.js';

/** Any key is taken. */
@Injectable()
export class ElevenLabsKeyGuard implements CanActivate {
  constructor(private readonly faults: FaultsService) {}

  canActivate(context: ExecutionContext): boolean {
    this.check(keyOf(context.switchToHttp().getRequest<Request>()));
    return true;
  }

  /** @throws KeyInvalid */
  check(key: string | undefined): void {
    if (!key || this.faults.of('elevenlabs').plan.refuseCredentials) throw new KeyInvalid();
  }
}

/** Of a header, or of a socket's query. A socket's first message may bring it too. */
export function keyOf({ headers, url }: Pick<IncomingMessage, 'headers' | 'url'>): string | undefined {
  const query = new URL(url ?? '/', 'http://sandbox').searchParams;
  return (
    [headers['xi-api-key']].flat()[0] ?? query.get('xi-api-key') ?? query.get('authorization') ?? undefined
  );
}
