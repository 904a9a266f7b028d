import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { FaultsService } from './faults.service.js';
import { SIMULATED_VENDORS } from './simulated-vendor.js';
import type { SimulatedVendor } from './simulated-vendor.js';
import { spoil } from './spoil.js';

/** Lets go wrong over HTTP what was asked for under `/control`. Sockets look at their vendor's faults themselves. */
@Injectable()
export class FaultMiddleware implements NestMiddleware {
  constructor(
    @Inject(SIMULATED_VENDORS) private readonly vendors: readonly SimulatedVendor[],
    private readonly faults: FaultsService,
  ) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    const name = request.originalUrl.split('/')[1];
    const vendor = this.vendors.find((candidate) => candidate.name === name);
    if (!vendor) {
      next();
      return;
    }
    response.setHeader('x-parley-simulated', vendor.name);
    const faults = this.faults.facing(vendor.name, { headers: request.headers, url: request.originalUrl });
    const { latencyMs, brownOut } = faults.plan;
    cutOff(response, faults.takeDrop('http')?.afterMs);
    if (faults.takeStall('connect')) return; // held until the client gives up
    if (latencyMs > 0) await patience(latencyMs, response);
    if (response.closed) return;
    const failure = faults.takeFailure('request');
    if (failure) {
      const { status, retryAfterS } = failure;
      if (retryAfterS !== undefined) response.setHeader('Retry-After', retryAfterS);
      response.status(status).json(vendor.failure(status));
      return;
    }
    if (brownOut) {
      response.status(200).type('json').flushHeaders();
      return;
    }
    spoil(response, faults);
    next();
  }
}

function cutOff(response: Response, afterMs: number | undefined): void {
  if (afterMs === undefined) return;
  const timer = setTimeout(() => response.socket?.destroy(), afterMs);
  response.once('close', () => clearTimeout(timer));
}

async function patience(ms: number, response: Response): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once('close', leave);
  await wait(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off('close', leave);
}
