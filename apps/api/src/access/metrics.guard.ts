import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { MetricsController } from '#telemetry';
import { AccessConfig } from './access.config.js';
import { WrongMetricsToken } from './access.errors.js';
import { credentialOf } from './credential.js';

/** Figures tell how much is talked here: whoever minds gives Prometheus a token, which opens nothing else. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly config: AccessConfig) {}

  canActivate(context: ExecutionContext): boolean {
    const { metricsToken } = this.config;
    if (metricsToken === undefined || context.getClass() !== MetricsController) return true;
    const given = credentialOf(context.switchToHttp().getRequest<Request>().headers) ?? '';
    if (!timingSafeEqual(hash(given), hash(metricsToken))) throw new WrongMetricsToken();
    return true;
  }
}

/** Hashes are of one length, so that the comparison tells nothing about the token's. */
function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
