import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { Controller, Get, Logger, ServiceUnavailableException } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { z } from 'zod';

let loaded = false;
jest.unstable_mockModule('@sentry/node-core/light', () => {
  loaded = true;
  return jest.requireActual<object>('@sentry/node-core/light');
});
const { FaultsModule } = await import('./faults.module.js');
const { LoggingModule, useLogging } = await import('../logging.module.js');
const { addLogFields, withLogFields } = await import('../log-fields.js');

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';

/** What of an event of Sentry we look at. */
const Event = z.object({
  level: z.string(),
  environment: z.string(),
  message: z.string().optional(),
  exception: z.object({ values: z.array(z.object({ type: z.string(), value: z.string() })) }).optional(),
  tags: z.record(z.string(), z.string()),
  user: z.object({ id: z.string() }).optional(),
});

@Controller('things')
class ThingsController {
  private readonly logger = new Logger(ThingsController.name);

  @Get('broken')
  broken(): string {
    addLogFields({ tenant: 'acme', sessionId: 's1' });
    this.logger.error('unexpected failure', { err: new Error(`refused ${JWT}`), apiKey: 'hidden-key' });
    return 'told';
  }

  @Get('away/:id')
  away(): never {
    throw new ServiceUnavailableException();
  }
}

describe(FaultsModule.name, () => {
  let sentry: Server;
  let dsn: string;
  const envelopes: string[] = [];

  beforeEach(async () => {
    envelopes.length = 0;
    process.env.LOG_LEVEL = 'silent';
    sentry = createServer((request, response) => {
      void text(request).then((body) => {
        if (request.url?.startsWith('/api/7/envelope/')) envelopes.push(body);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((listening) => sentry.listen(0, '127.0.0.1', listening));
    dsn = `http://public@127.0.0.1:${(sentry.address() as AddressInfo).port}/7`;
  });
  afterEach(async () => {
    delete process.env.SENTRY_DSN;
    sentry.closeAllConnections();
    await new Promise((closed) => sentry.close(closed));
  });

  async function boot(SENTRY_DSN: string) {
    process.env.SENTRY_DSN = SENTRY_DSN;
    const module = await Test.createTestingModule({
      imports: [LoggingModule.forApp('api'), FaultsModule.forApp('api')],
      controllers: [ThingsController],
    }).compile();
    const app = module.createNestApplication({ logger: false });
    useLogging(app);
    await app.listen(0, '127.0.0.1');
    return app;
  }

  /** An envelope is lines: its header, then a header and a body for each item. */
  const events = () => envelopes.map((envelope) => Event.parse(JSON.parse(envelope.split('\n')[2] ?? '')));

  it('loads and sends nothing while no Sentry is named', async () => {
    const app = await boot('');
    await fetch(`${await app.getUrl()}/things/broken`);
    await app.close();
    expect(loaded).toBe(false);
    expect(envelopes).toEqual([]);
  });

  it('reports an error with the ids of its request and session, and no secret', async () => {
    const app = await boot(dsn);
    const answer = await fetch(`${await app.getUrl()}/things/broken?key=in-the-query`, {
      headers: { Authorization: 'Bearer in-the-header' },
    });
    withLogFields({ sessionId: 's2', userId: 'ada' }, () => new Logger('Talk').error('fault in a session'));
    await app.close();

    const [broken, talk] = events();
    expect(broken).toMatchObject({ level: 'error', environment: 'test' });
    expect(broken?.exception?.values[0]).toEqual(
      expect.objectContaining({ type: 'Error', value: 'refused [jwt]' }),
    );
    expect(broken?.tags).toEqual({
      app: 'api',
      tenant: 'acme',
      sessionId: 's1',
      requestId: answer.headers.get('x-request-id'),
    });
    expect(talk).toMatchObject({ message: 'fault in a session', user: { id: 'ada' } });
    expect(talk?.tags).toEqual({ app: 'api', sessionId: 's2' });
    for (const secret of ['eyJ', 'in-the-query', 'in-the-header', 'hidden-key']) {
      expect(envelopes.join()).not.toContain(secret);
    }
  });

  it('reports a request that could not be served by its route, but no probe', async () => {
    const app = await boot(dsn);
    await fetch(`${await app.getUrl()}/things/away/42`);
    await fetch(`${await app.getUrl()}/things/nowhere`);
    await app.close();
    expect(events().map(({ level, message }) => [level, message])).toEqual([
      ['warning', 'GET /things/away/:id answered 503'],
    ]);
  });
});
