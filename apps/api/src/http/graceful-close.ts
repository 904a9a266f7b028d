import type { Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ServerConfig } from '../server.config.js';

const SWEEP_MS = 100;

/**
 * Lets running requests finish and bounds how long that may take. Node closes idle connections only at the moment the server
 * stops listening; a keep-alive connection that falls idle later would hold the process, so they are swept until all are gone.
 */
@Injectable()
export class GracefulClose implements BeforeApplicationShutdown, OnApplicationShutdown {
  private sweep?: NodeJS.Timeout;
  private cut?: NodeJS.Timeout;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly config: ServerConfig,
  ) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    this.sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    this.cut = setTimeout(() => server.closeAllConnections(), this.config.shutdownGraceMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweep);
    clearTimeout(this.cut);
  }
}
