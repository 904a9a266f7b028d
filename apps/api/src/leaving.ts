import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { ServerConfig } from './server.config.js';

/**
 * Goes without a request that fails: first it says that it goes (`/health/ready`, and `Connection: close` with every answer) and works
 * on, so that whoever spreads requests over several processes has seen it before nobody listens any more.
 */
@Injectable()
export class Leaving {
  private readonly logger = new Logger(Leaving.name);
  private begun: Promise<void> | undefined;

  constructor(private readonly config: ServerConfig) {}

  get isUnderWay(): boolean {
    return this.begun !== undefined;
  }

  /** Resolves when nobody should ask any more. */
  begin(): Promise<void> {
    return (this.begun ??= this.wait());
  }

  private async wait(): Promise<void> {
    const { leadMs } = this.config;
    this.logger.log('leaving: not ready any more', { leadMs });
    await sleep(leadMs, undefined, { ref: false });
  }
}
