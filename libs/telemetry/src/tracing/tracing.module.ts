import { Global, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { NoSpans, Spans } from './spans.js';
import { TracingConfig, tracingConfig } from './tracing.config.js';

/** Traces over OTLP, for who names a collector. */
@Global()
@Module({})
export class TracingModule implements OnApplicationShutdown {
  static forApp(app: string): DynamicModule {
    return {
      module: TracingModule,
      providers: [
        tracingConfig,
        {
          provide: Spans,
          inject: [TracingConfig],
          useFactory: ({ endpoint }: TracingConfig) => openSpans(app, endpoint),
        },
      ],
      exports: [Spans],
    };
  }

  constructor(private readonly spans: Spans) {}

  onApplicationShutdown(): Promise<void> {
    return this.spans.close();
  }
}

/** OpenTelemetry is loaded only when somebody wants it. */
async function openSpans(app: string, endpoint: string | undefined): Promise<Spans> {
  if (endpoint === undefined) return new NoSpans();
  const { OtlpSpans } = await import('./otlp-spans.js');
  return new OtlpSpans(app, endpoint);
}
