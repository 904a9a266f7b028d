import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import { Store } from '#store';
import { DATABASES } from '#store/testing';
import { describeApi } from '../src/describe-api.js';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { jwt, JWT_SECRET } from './callers-of-tests.js';
import { contactIn } from './contact-of-tests.js';
import { authorization, FAULTS, makeWorkflow, refusalOf, ROUTES } from './refusals.table.js';
import type { Expected, Fault, RouteEntry, Scene, Variant } from './refusals.table.js';
import { send } from './requests.js';
import type { Answer } from './requests.js';

const OPENAPI = resolve(import.meta.dirname, '../../../openapi.json');
const DEEP = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;

interface Document {
  paths: Record<string, Record<string, { requestBody?: object }>>;
  components: { schemas: Record<string, { properties?: object }> };
}

const COMMITTED = JSON.parse(readFileSync(OPENAPI, 'utf8')) as Document;

/** What a route's body can have in it, by the document. */
function fieldsOf(route: string): string[] {
  const [method = '', path = ''] = route.split(' ');
  const body = COMMITTED.paths[path]?.[method.toLowerCase()]?.requestBody;
  const schema = /#\/components\/schemas\/(\w+)/.exec(JSON.stringify(body ?? {}))?.[1] ?? '';
  return Object.keys(COMMITTED.components.schemas[schema]?.properties ?? {});
}

function routesIn({ paths }: { paths: Record<string, object> }): string[] {
  return Object.entries(paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`))
    .sort();
}

describe.each(DATABASES)('bad requests, kept in $kind', ({ kind, fresh }) => {
  let api: ApiUnderTest;
  let scene: Scene;
  const table = new Map<string, Map<Fault, string>>();

  beforeAll(async () => {
    api = await startApi({
      ...PIPELINE_KEYS,
      DATABASE_URL: await fresh(),
      JWT_SECRET,
      LEASE_MS: '60000',
      SESSION_START_TIMEOUT_S: '600',
      RATE_LIMIT_RPM: '1000000',
    });
    const [live, ended] = [await startTalk(), await startTalk()];
    await new AgentOfTests(api.url, live.id).claim();
    await end(ended.id);
    const [workflowId, contactId] = [await makeWorkflow(api.url), await contactIn(api, live)];
    const [agentId, personId] = [await makeAgent(), await talkWith('asha')];
    scene = { live, ended, agentId, workflowId, contactId, personId };
  });
  afterAll(async () => {
    print(table);
    await api.close();
  });

  async function startTalk() {
    const key = await jwt({ tenant: 'acme', scope: 'admin' });
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key });
    return {
      id: String(body.sessionId),
      room: String(body.roomName),
      conversationId: String(body.conversationId),
    };
  }

  /** Somebody who has talked. */
  async function talkWith(person: string): Promise<string> {
    const key = await jwt({ tenant: 'acme', scope: 'admin' });
    const { body } = await send('POST', `${api.url}/session`, { key, body: { userIdentity: person } });
    await end(String(body.sessionId));
    return person;
  }

  async function makeAgent(): Promise<string> {
    const key = await jwt({ tenant: 'acme', scope: 'admin' });
    const { body } = await send('POST', `${api.url}/api/agents`, { key, body: { name: 'Clara' } });
    return String(body.id);
  }

  /** One that waits for an agent changes by itself. */
  async function end(sessionId: string): Promise<void> {
    const key = await jwt({ tenant: 'acme', scope: 'admin' });
    await send('DELETE', `${api.url}/session/${sessionId}`, { key });
  }

  /** Everything that is kept, so that nothing can be written unseen. */
  async function everythingKept(): Promise<string> {
    const { db } = api.app.get(Store);
    const tables = (await db.introspection.getTables()).filter((each) => !each.isView);
    const kept = [];
    for (const { name } of tables.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (name === 'lease') continue; // renewed by the clock, whatever is asked
      kept.push([name, (await sql`select * from ${sql.table(name)}`.execute(db)).rows]);
    }
    return JSON.stringify(kept);
  }

  it('can be made of every route that the documentation has', () => {
    const documented = routesIn(describeApi(api.app));
    expect(Object.keys(ROUTES).sort()).toEqual(documented);
    expect(routesIn(COMMITTED)).toEqual(documented);
  });

  describe.each(Object.entries(ROUTES))('%s', (route, entry) => {
    it.each(FAULTS)('%s', async (fault) => {
      const attempt = attemptOf(route, entry, fault, scene);
      const cells = table.get(route) ?? new Map<Fault, string>();
      table.set(route, cells);
      if (!attempt) {
        cells.set(fault, entry.ignores?.some((ignored) => ignored === fault) ? 'ignored' : '–');
        return;
      }
      const before = await everythingKept();
      const answer = await attempt.send(api.url);
      expect(await everythingKept()).toBe(before);
      const code = typeof answer.body.code === 'string' ? ` ${answer.body.code}` : '';
      cells.set(fault, `${answer.status}${code}`);
      check(answer, attempt.expect);
    });

    it('null, in one field after the other', async () => {
      const [method = '', path = ''] = route.split(' ');
      const target = path.replace(/\{\w+\}/, scene.ended.id);
      for (const field of fieldsOf(route)) {
        const body = JSON.stringify({ ...entry.body?.(scene), [field]: null });
        const header = await authorization(entry.by, 'good', body);
        const headers = {
          'Content-Type': 'application/json',
          ...(header !== undefined && { Authorization: header }),
        };
        const { status, body: answered } = await send(method, api.url + target, { body, headers });
        expect({ field, isFault: status >= 500 }).toEqual({ field, isFault: false });
        if (typeof answered.sessionId === 'string') await end(answered.sessionId);
      }
    });
  });

  function print(rows: Map<string, Map<Fault, string>>): void {
    const columns = ['route', ...FAULTS];
    const lines = [...rows].map(([route, cells]) => [
      route,
      ...FAULTS.map((fault) => cells.get(fault) ?? '?'),
    ]);
    const widths = columns.map((column, index) =>
      Math.max(column.length, ...lines.map((line) => line[index]?.length ?? 0)),
    );
    const line = (cells: string[]) => cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ');
    process.stdout.write(`\nBad requests (${kind}):\n${[columns, ...lines].map(line).join('\n')}\n`);
  }
});

interface Attempt {
  expect: Expected;
  send(url: string): Promise<Answer>;
}

/** The good request of a route with one thing wrong; undefined where that cannot be. */
function attemptOf(route: string, entry: RouteEntry, fault: Fault, scene: Scene): Attempt | undefined {
  const variant = entry.faults?.(scene)[fault] ?? variantOf(entry, fault);
  if (!variant || entry.ignores?.some((ignored) => ignored === fault)) return undefined;
  const [method = '', path = ''] = route.split(' ');
  const good = idIn(scene, entry.id);
  const query = variant.query ?? entry.query;
  const target = path.replace(/\{\w+\}/, variant.id ?? good) + (query === undefined ? '' : `?${query}`);
  const body = bodyOf(entry, fault, variant, scene);
  const credential = CREDENTIALS[fault] ?? 'good';
  return {
    expect: variant.expect,
    send: async (url) => {
      const header = await authorization(entry.by, credential, body ?? '');
      const type = fault === 'wrong content type' ? 'text/plain' : 'application/json';
      const headers = {
        ...(header !== undefined && { Authorization: header }),
        ...(body !== undefined && { 'Content-Type': type }),
      };
      return send(method, url + target, { body, headers });
    },
  };
}

function idIn({ live, agentId, workflowId, contactId, personId }: Scene, kind: RouteEntry['id']): string {
  if (kind === 'person') return personId;
  if (kind === 'agent') return agentId;
  if (kind === 'workflow') return workflowId;
  if (kind === 'contact') return contactId;
  return kind === 'conversation' ? live.conversationId : live.id;
}

const CREDENTIALS: Partial<Record<Fault, 'foreign' | 'expired' | 'forged'>> = {
  'foreign tenant': 'foreign',
  'expired token': 'expired',
  'forged token': 'forged',
};

/** What follows from the shape of a route alone. */
function variantOf({ by, id, body }: RouteEntry, fault: Fault): Variant | undefined {
  switch (fault) {
    case 'unknown field':
      return body && { expect: { status: 400, code: 'bad_input', fields: ['nobody_knows'] } };
    case 'oversize':
      return body && { expect: { status: 413, code: 'payload_too_large' } };
    case 'too deep':
      return body && { expect: { status: 400, code: 'bad_input' } };
    case 'broken JSON':
      return body && { expect: { status: 400, code: 'bad_request' } };
    case 'wrong content type':
      return body && { expect: { status: 415, code: 'unsupported_media_type' } };
    case 'unknown id':
      return id && { id: 'nobody', expect: { status: 404, code: `${id}_not_found` } };
    case 'foreign tenant':
      return by === 'caller' && id ? { expect: { status: 404, code: `${id}_not_found` } } : undefined;
    case 'expired token':
      return by === 'anybody' ? undefined : { expect: refusalOf(by, 'expired') };
    case 'forged token':
      return by === 'anybody' ? undefined : { expect: refusalOf(by, 'forged') };
    case 'wrong type':
    case 'missing':
    case 'ended session':
      return undefined;
  }
}

function bodyOf(entry: RouteEntry, fault: Fault, variant: Variant, scene: Scene): string | undefined {
  const good = entry.body?.(scene);
  if (!good) return undefined;
  switch (fault) {
    case 'unknown field':
      return JSON.stringify({ ...good, nobody_knows: 1 });
    case 'oversize':
      return JSON.stringify({ ...good, long: 'x'.repeat(entry.limitBytes ?? 100_000) });
    case 'too deep':
      return DEEP;
    case 'broken JSON':
      return '{"half": ';
    default:
      return JSON.stringify(variant.body ?? good);
  }
}

/** A refusal is a problem that says what is wrong, and nothing of how we are made. */
function check(answer: Answer, { status, code, fields }: Expected): void {
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  if (code === undefined) return;
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status, success: false });
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(String(answer.body.detail).length).toBeGreaterThan(10);
  expect(answer.text).not.toMatch(/\n\s+at |node_modules|\.[jt]s:\d|select |insert /i);
  if (fields) {
    const named = (answer.body.errors as { field: string }[]).map(({ field }) => field);
    expect(named.sort()).toEqual(fields);
  }
}
