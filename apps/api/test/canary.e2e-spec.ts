import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { jwt } from './callers-of-tests.js';
import { eventually, send } from './requests.js';
import type { Answer, Sent } from './requests.js';

const MAIN = resolve('dist/apps/api/src/main.js');

/** With characters that look otherwise once they are encoded. */
const canary = (name: string) => `canary/${name}+of=the_tests-0123456789~`;
const CANARIES = {
  OPENAI_API_KEY: canary('openai'),
  API_KEYS: canary('api-key'),
  JWT_SECRET: canary('jwt'),
  LIVEKIT_API_SECRET: canary('livekit'),
  CRM_PASSWORD: canary('crm'),
  INGEST_TOKEN: canary('ingest'),
};

/** What the databases are to have: their files are really read. */
const leadOfTests = { name: 'Asha of the canaries', phone: '+15550100' };

/** Base64 of a text inside another looks different for each place it can begin at. */
function disguises(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('-'.repeat(offset) + secret).toString('base64');
    return encoded.slice(Math.ceil((offset * 4) / 3), -4);
  });
  const url = base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_'));
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex'), ...base64, ...url];
}

/** Every vendor at once, as unhelpful as can be: it refuses, and quotes all that it was sent. */
class EchoingVendors {
  readonly roomCalls: string[] = [];
  readonly refused: string[] = [];
  roomsWork = true;
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request).then(([status, body]) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((started) => this.server.listen(0, '127.0.0.1', started));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async answer(request: IncomingMessage): Promise<[number, object]> {
    const { url = '', headers } = request;
    const body = await text(request);
    if (url.startsWith('/twirp/') && this.roomsWork) {
      this.roomCalls.push(body);
      return [200, url.endsWith('/CreateDispatch') ? { id: 'AD_1', room: 'r', agentName: 'a' } : {}];
    }
    this.refused.push(url);
    const quoted = `refused: ${JSON.stringify(headers)} ${body}`;
    const secrets = Object.values(CANARIES).join(' ');
    const message = `${quoted} ${secrets}`;
    return [
      401,
      { code: 'unauthenticated', msg: message, message, error: { code: 'invalid_api_key', message } },
    ];
  }
}

/**
 * Everything the server at `url` keeps of this database, as bytes: its tables and indexes with what was deleted from them, and the
 * log of the whole server.
 */
async function filesOfPostgres(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('checkpoint');
    const { rows } = await client.query<{ data: string; oid: number }>(
      "select current_setting('data_directory') as data, oid from pg_database where datname = current_database()",
    );
    return rows.flatMap(({ data, oid }) =>
      [join(data, 'base', String(oid)), join(data, 'pg_wal')].flatMap(filesIn),
    );
  } finally {
    await client.end();
  }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
}

describe.each(DATABASES)('canaries in every secret, kept in $kind', ({ kind, fresh }) => {
  const vendors = new EchoingVendors();
  const folder = mkdtempSync(join(tmpdir(), 'parley-canary-'));
  const answers: Answer[] = [];
  /** Every file, and what was in it. */
  let kept: [string, string][] = [];
  let log = '';

  const ask = async (method: string, url: string, sent: Sent = {}) => {
    const answer = await send(method, url, sent);
    answers.push(answer);
    return answer;
  };

  /** Everything with a secret in it is used rightly, used wrongly, and refused by whoever it is for. */
  async function provoke(url: string): Promise<string> {
    const key = CANARIES.API_KEYS;
    const ingest = { key: CANARIES.INGEST_TOKEN };
    await ask('GET', `${url}/token`, { key });
    for (const wrong of [
      `${key}x`,
      CANARIES.INGEST_TOKEN,
      await jwt({}, '1h', 'another secret, and long enough'),
    ]) {
      await ask('GET', `${url}/session`, { key: wrong });
      await ask('GET', `${url}/session?api_key=${encodeURIComponent(wrong)}`, {
        headers: { 'X-API-Key': wrong },
      });
      await ask('POST', `${url}/api/ingest/events`, { key: wrong, body: { events: [] } });
      await ask('POST', `${url}/webhooks/livekit`, {
        headers: { Authorization: wrong },
        body: { id: wrong },
      });
    }
    await ask('GET', `${url}/session`, { key: await jwt({ scope: 'read' }, '1h', CANARIES.JWT_SECRET) });
    await ask('POST', `${url}/orchestrated/session/stop`, { key, body: `{"roomName": "${key}` });

    const { body } = await ask('POST', `${url}/orchestrated/session/start`, {
      key,
      headers: { 'Idempotency-Key': 'once' },
    });
    const sessionId = String(body.sessionId);
    vendors.roomsWork = false;
    await ask('POST', `${url}/orchestrated/session/start`, { key });
    await ask('GET', `${url}/health/ready`);

    const agent = { sessionId, agentProcess: 'p', agentIdentity: 'agent-1' };
    await ask('POST', `${url}/api/ingest/claims`, { ...ingest, body: agent });
    const told = new AgentOfTests(url, sessionId);
    told.epoch = 1;
    const deferred = told.event('crm.deferred', {
      kind: 'lead',
      idempotencyKey: 'k',
      because: 'unavailable',
      body: leadOfTests,
    });
    const taken = await ask('POST', `${url}/api/ingest/events`, { ...ingest, body: { events: [deferred] } });
    expect(taken.body).toMatchObject({ accepted: 1 });
    await eventually(
      () => vendors.refused.some((path) => path.startsWith('/crm/')),
      (wasTried) => wasTried,
      15_000,
    );
    await ask('GET', `${url}/session/${sessionId}/events`, { key });
    await ask('DELETE', `${url}/session/${sessionId}`, { key });
    return sessionId;
  }

  beforeAll(async () => {
    const databaseUrl = kind === 'sqlite' ? `sqlite:${join(folder, 'api.db')}` : await fresh();
    const at = await vendors.start();
    const api = spawn(process.execPath, [MAIN], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        LOG_LEVEL: 'trace',
        LOG_FORMAT: 'json',
        PORT: '0',
        HOST: '127.0.0.1',
        DATABASE_URL: databaseUrl,
        OPENAI_BASE_URL: `http://${at}/v1`,
        LIVEKIT_URL: `ws://${at}`,
        LIVEKIT_API_KEY: 'key',
        CRM_BASE_URL: `http://${at}/crm`,
        CRM_EMAIL: 'tara@example.com',
        ...CANARIES,
      },
    });
    for (const stream of [api.stdout, api.stderr]) {
      stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
    }
    const exited = once(api, 'exit');
    try {
      const heard = () => /listening on (http:\/\/[\d.]+:\d+)/.exec(log)?.[1];
      const url = await eventually(heard, (found) => found !== undefined || api.exitCode !== null, 30_000);
      if (url === undefined) throw new Error(`The api did not start:\n${log}`);
      await provoke(url);
    } finally {
      api.kill('SIGTERM');
      await exited;
      await vendors.close();
    }
    const files = [...filesIn(folder), ...(kind === 'postgres' ? await filesOfPostgres(databaseUrl) : [])];
    kept = files.flatMap(readIfThere);
  }, 90_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('were sent, refused and quoted', () => {
    expect(vendors.refused.some((path) => path.startsWith('/v1/'))).toBe(true);
    expect(vendors.refused.some((path) => path.startsWith('/twirp/'))).toBe(true);
    expect(vendors.roomCalls.length).toBeGreaterThan(1);
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 400, 401, 502, 503]));
    expect(log.split('\n').length).toBeGreaterThan(20);
    expect(kept.map(([, text]) => text).join('\n')).toContain(leadOfTests.name);
  });

  it.each(['', 'a', 'ab'])('would be found inside Basic credentials of the user %p', (user) => {
    const header = Buffer.from(`${user}:${CANARIES.CRM_PASSWORD}`).toString('base64');
    expect(disguises(CANARIES.CRM_PASSWORD).some((disguise) => header.includes(disguise))).toBe(true);
  });

  it.each(Object.entries(CANARIES))('%s is in no log, answer, room or file', (_, secret) => {
    const places: [string, string][] = [
      ['log', log],
      ['answers', answers.map((answer) => answer.text + JSON.stringify([...answer.headers])).join('\n')],
      ['rooms', vendors.roomCalls.join('\n')],
      ...kept,
    ];
    const seen = places.flatMap(([place, text]) =>
      disguises(secret).flatMap((disguise) => (text.includes(disguise) ? [`${place}: ${disguise}`] : [])),
    );
    expect(seen).toEqual([]);
  });

  it('and no whole JWT is in the log', () => {
    expect(log).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]{10,}/);
  });
});

/** Postgres takes files of its log away while others use it. */
function readIfThere(file: string): [string, string][] {
  try {
    return [[file, readFileSync(file, 'latin1')]];
  } catch (error) {
    if (error instanceof Object && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
