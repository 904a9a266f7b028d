import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';

/** The request that all this happens for, if it is for one. */
@Injectable()
export class CurrentRequest {
  private readonly storage = new AsyncLocalStorage<Request>();

  run(request: Request, work: () => void): void {
    this.storage.run(request, work);
  }

  get(): Request | undefined {
    return this.storage.getStore();
  }
}
