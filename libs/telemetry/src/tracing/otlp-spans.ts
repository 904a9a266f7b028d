import { hostname } from 'node:os';
import { Logger } from '@nestjs/common';
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { finishedWithin } from '../finished-within.js';
import { Spans } from './spans.js';
import type { FinishedSpan } from './spans.js';

const EXPORT_DEADLINE_MS = 5_000;
const CLOSE_DEADLINE_MS = 3_000;
const SEND_EVERY_MS = 2_000;
/** Beyond it new spans are dropped: a collector that is away costs this much memory and no more. */
const WAITING_AT_MOST = 2_048;

/**
 * Sends spans to a collector. The tracer is not made the global one: the framework would hang its own spans on that, and they
 * carry what people say.
 */
export class OtlpSpans extends Spans {
  readonly wanted = true;
  private readonly logger = new Logger(OtlpSpans.name);
  private readonly provider: BasicTracerProvider;
  private isReached = true;

  constructor(service: string, endpoint: string) {
    super();
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      timeoutMillis: EXPORT_DEADLINE_MS,
    });
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({
        'service.name': `parley-${service}`,
        'service.instance.id': `${hostname()}-${process.pid}`,
      }),
      spanProcessors: [
        new BatchSpanProcessor(this.watched(exporter), {
          maxQueueSize: WAITING_AT_MOST,
          scheduledDelayMillis: SEND_EVERY_MS,
          exportTimeoutMillis: EXPORT_DEADLINE_MS,
        }),
      ],
    });
  }

  record(root: FinishedSpan): void {
    this.add(root, ROOT_CONTEXT);
  }

  async close(): Promise<void> {
    if (!(await finishedWithin(CLOSE_DEADLINE_MS, this.provider.shutdown()))) {
      this.logger.warn('the last traces were not sent');
    }
  }

  private add({ name, startedAt, endedAt, attributes, failed, parts = [] }: FinishedSpan, on: Context): void {
    const span = this.provider.getTracer('parley').startSpan(name, { startTime: startedAt, attributes }, on);
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    const within = trace.setSpan(on, span);
    for (const part of parts) this.add(part, within);
    span.end(endedAt);
  }

  /** The exporter tells nobody that its collector is away. */
  private watched(exporter: SpanExporter): SpanExporter {
    return {
      export: (spans, done) =>
        exporter.export(spans, (result) => {
          const isReached = result.error === undefined;
          if (!isReached && this.isReached) {
            this.logger.warn('the collector takes no traces; they are dropped', {
              reason: result.error?.message,
            });
          }
          this.isReached = isReached;
          done(result);
        }),
      forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
      shutdown: () => exporter.shutdown(),
    };
  }
}
