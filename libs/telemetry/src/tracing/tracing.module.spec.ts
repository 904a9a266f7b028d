import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { z } from 'zod';

let loaded = false;
jest.unstable_mockModule('@opentelemetry/exporter-trace-otlp-http', () => {
  loaded = true;
  return jest.requireActual<object>('@opentelemetry/exporter-trace-otlp-http');
});
const { TracingModule } = await import('./tracing.module.js');
const { Spans } = await import('./spans.js');

/** OTLP as JSON, as far as we look at it. */
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
              status: z.object({ code: z.number().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

const TURN = {
  name: 'turn',
  startedAt: 1_700_000_000_000,
  endedAt: 1_700_000_000_900,
  attributes: { 'session.id': 's1' },
  parts: [
    { name: 'model', startedAt: 1_700_000_000_300, endedAt: 1_700_000_000_500, attributes: {} },
    { name: 'tool', startedAt: 1_700_000_000_500, endedAt: 1_700_000_000_600, attributes: {}, failed: true },
  ],
};

describe(TracingModule.name, () => {
  let collector: Server;
  const received: z.infer<typeof Export>[] = [];

  beforeEach(async () => {
    received.length = 0;
    collector = createServer((request, response) => {
      void json(request).then((body) => {
        if (request.url === '/otel/v1/traces') received.push(Export.parse(body));
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
  });
  afterEach(async () => {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    collector.closeAllConnections();
    await new Promise((closed) => collector.close(closed));
  });

  const boot = async (endpoint: string) => {
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
    const module = await Test.createTestingModule({ imports: [TracingModule.forApp('agent')] }).compile();
    return module.init();
  };

  it('loads nothing and makes nothing while no collector is named', async () => {
    const module = await boot('');
    const spans = module.get(Spans);
    expect(spans.wanted).toBe(false);
    spans.record(TURN);
    await module.close();
    expect(loaded).toBe(false);
  });

  it('sends one trace with its parts, at the latest when the process ends', async () => {
    const { port } = collector.address() as AddressInfo;
    const module = await boot(`http://127.0.0.1:${port}/otel/`);
    module.get(Spans).record(TURN);
    await module.close();

    const [sent] = received.flatMap(({ resourceSpans }) => resourceSpans);
    expect(sent?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'parley-agent' },
    });
    const spans = sent?.scopeSpans.flatMap((scope) => scope.spans) ?? [];
    const named = (name: string) => spans.find((span) => span.name === name);
    expect(spans.map(({ name }) => name).sort()).toEqual(['model', 'tool', 'turn']);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(named('turn')?.parentSpanId).toBeUndefined();
    expect(named('model')).toMatchObject({
      parentSpanId: named('turn')?.spanId,
      startTimeUnixNano: '1700000000300000000',
      endTimeUnixNano: '1700000000500000000',
    });
    expect(named('tool')?.status.code).toBe(2);
  });

  it('ends although the collector does not answer', async () => {
    collector.removeAllListeners('request');
    collector.on('request', (request) => request.resume());
    const { port } = collector.address() as AddressInfo;
    const module = await boot(`http://127.0.0.1:${port}`);
    module.get(Spans).record(TURN);
    const begun = performance.now();
    await module.close();
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});
