import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { MetricsController } from '#telemetry';
import { AccessConfig } from './access.config.js';
import { WrongMetricsToken } from './access.errors.js';
import { credentialOf } from './credential.js';
import { secretHash } from './secret-hash.js';

/** Figures tell how much is talked here: whoever minds gives Prometheus a token, which opens nothing else. */
@Injectable()
export class MetricsGuard implements CanActivate {
  private readonly wanted: Buffer | undefined;

  constructor({ metricsToken }: AccessConfig) {
    this.wanted = metricsToken === undefined ? undefined : secretHash(metricsToken);
  }

  canActivate(context: ExecutionContext): boolean {
    if (!this.wanted || context.getClass() !== MetricsController) return true;
    const given = credentialOf(context.switchToHttp().getRequest<Request>().headers) ?? '';
    if (!timingSafeEqual(secretHash(given), this.wanted)) throw new WrongMetricsToken();
    return true;
  }
}
