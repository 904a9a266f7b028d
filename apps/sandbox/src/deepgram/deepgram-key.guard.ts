import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { FaultsService } from '../control/faults.service.js';
import { InvalidAuth } from './deepgram.errors.js';

/** Any key is taken, as `Token` or `Bearer`, or among the subprotocols of a browser. */
@Injectable()
export class DeepgramKeyGuard implements CanActivate {
  constructor(private readonly faults: FaultsService) {}

  canActivate(context: ExecutionContext): boolean {
    this.check(context.switchToHttp().getRequest<Request>());
    return true;
  }

  /** @throws InvalidAuth */
  check({ headers }: Pick<IncomingMessage, 'headers'>): void {
    const [scheme, key] = (headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
    const offered = scheme?.toLowerCase() === 'token' || scheme?.toLowerCase() === 'bearer' ? key : undefined;
    const given = /^(?:Token|Bearer)\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? offered;
    if (!given || this.faults.of('deepgram').plan.refuseCredentials) throw new InvalidAuth();
  }
}
