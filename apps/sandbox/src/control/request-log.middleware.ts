import { Inject, Injectable } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { RequestLogService } from './request-log.service.js';
import { SIMULATED_VENDORS } from './simulated-vendor.js';
import type { SimulatedVendor } from './simulated-vendor.js';
import { summarizeBody, summarizeUrl } from './summarize.js';

@Injectable()
export class RequestLogMiddleware implements NestMiddleware {
  constructor(
    @Inject(SIMULATED_VENDORS) private readonly vendors: readonly SimulatedVendor[],
    private readonly log: RequestLogService,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const { path, query } = summarizeUrl(request.originalUrl);
    const vendor = this.vendors.find(({ name }) => path.startsWith(`/${name}/`));
    if (vendor) {
      const startedAtMs = performance.now();
      const entry = this.log.begin({ vendor: vendor.name, method: request.method, path, query });
      entry.body = summarizeBody(request.body);
      response.once('close', () => {
        // Without headers no answer was given: the client left, or the connection was cut.
        entry.status = response.headersSent ? response.statusCode : null;
        entry.durationMs = Math.round(performance.now() - startedAtMs);
      });
    }
    next();
  }
}
