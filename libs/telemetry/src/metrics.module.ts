import { Global, Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { httpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';

/** `GET /metrics`, with the process's own figures and its HTTP times. Others inject `Registry` and add theirs. */
@Global()
@Module({
  controllers: [MetricsController],
  providers: [{ provide: Registry, useFactory: createRegistry }],
  exports: [Registry],
})
export class MetricsModule implements NestModule {
  constructor(private readonly registry: Registry) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(httpMetrics(this.registry)).forRoutes('/');
  }
}

function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
