import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { PARAMS_PROVIDER_TOKEN } from 'nestjs-pino';
import { Dispatches, ParticipantCalls, Rooms } from '#livekit';
import { FakeLivekit } from '#livekit/testing';
import { useLogging } from '#telemetry';
import { pinoOptions } from '../../../libs/telemetry/src/pino-options.js';
import { LoggingConfig } from '../../../libs/telemetry/src/logging.config.js';
import { ApiModule } from '../src/api.module.js';
import { dress } from '../src/dress.js';
import { AgentOfTests } from './agent-of-tests.js';
import { INGEST_TOKEN } from './api-under-test.js';
import { jwt, JWT_SECRET } from './callers-of-tests.js';
import { send } from './requests.js';

type Line = Record<string, unknown>;

describe('the log', () => {
  const lines: Line[] = [];
  const texts: string[] = [];
  let app: NestExpressApplication;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-log-'));
    const environment = {
      DATABASE_URL: `sqlite:${join(folder, 'api.db')}`,
      JWT_SECRET,
      LIVEKIT_URL: 'ws://127.0.0.1:7880',
      LIVEKIT_API_KEY: 'key',
      LIVEKIT_API_SECRET: 'a secret that is long enough for HS256',
      INGEST_TOKEN,
      OPENAI_API_KEY: 'sk-test-key-of-nobody',
      LEASE_MS: '200',
    };
    Object.assign(process.env, environment);
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        texts.push(chunk.toString());
        lines.push(JSON.parse(chunk.toString()) as Line);
        done();
      },
    });
    const livekit = new FakeLivekit();
    const module = await Test.createTestingModule({ imports: [ApiModule] })
      .overrideProvider(Rooms)
      .useValue(livekit.rooms)
      .overrideProvider(Dispatches)
      .useValue(livekit.dispatches)
      .overrideProvider(ParticipantCalls)
      .useValue(livekit.calls)
      .overrideProvider(PARAMS_PROVIDER_TOKEN)
      .useValue({
        forRoutes: [],
        pinoHttp: [pinoOptions('api', new LoggingConfig()), stream],
        nativeLogger: { structuredParams: true, flattenParams: true },
      })
      .compile();
    app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
    useLogging(app);
    dress(app);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  const line = (msg: string, fields: Line = {}) =>
    lines.find((each) => each.msg === msg && Object.entries(fields).every(([name, is]) => each[name] === is));
  const lineSoon = async (msg: string) => {
    while (!line(msg)) await new Promise((resolve) => setTimeout(resolve, 10));
    return line(msg);
  };

  it('says of each line which request, session, tenant, conversation, agent and person it belongs to', async () => {
    const key = await jwt({ sub: 'ada', tenant: 'acme' }, '1h');
    const { body } = await send('POST', `${url}/orchestrated/session/start`, { key, body: {} });
    const { sessionId, conversationId, roomName: room } = body;
    const session = { sessionId, conversationId, room, tenant: 'acme', agentId: 'tara' };
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown;
    const userId = expect.stringMatching(/^user-/) as unknown;
    expect(line('session opened')).toMatchObject({ ...session, requestId, userId });
    expect(line('request', { path: '/orchestrated/session/start' })).toMatchObject({ ...session, requestId });

    await new AgentOfTests(url, String(sessionId)).claim();
    expect(line('session claimed')).toMatchObject({ ...session, requestId, userId, epoch: 1 });
    // Nobody's request: supervision notices that the agent does not renew its lease.
    expect(await lineSoon('agent lost')).toMatchObject({
      sessionId,
      tenant: 'acme',
      room,
      outcome: 'taken_over',
    });

    await send('GET', `${url}/session/nobody`, { key });
    expect(line('request', { path: '/session/nobody' })).toMatchObject({ tenant: 'acme', key: 'jwt:ada' });
  });

  it('names no field twice in a line', () => {
    const twice = texts.filter((text) =>
      ['sessionId', 'requestId', 'tenant', 'room'].some((name) => text.split(`"${name}":`).length > 2),
    );
    expect(twice).toEqual([]);
  });
});
