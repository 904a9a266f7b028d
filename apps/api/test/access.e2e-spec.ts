import { createHash } from 'node:crypto';
import { RequestMethod } from '@nestjs/common';
import { INTERCEPTORS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { OPEN } from '../src/access/open.decorator.js';
import { BodyInterceptor } from '../src/idempotency/body.interceptor.js';
import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { send } from './requests.js';
import { textLike } from './matchers.js';

const hash = (key: string) => `sha256-${createHash('sha256').update(key).digest('hex')}`;
const KEYS = ['all-scopes', `device:${hash('device-key')}:session`, `viewer:${hash('viewer-key')}:read:acme`];

interface Route {
  method: string;
  path: string;
}

/** Every route that Express knows, documentation included; a path with `*` is a middleware of Nest. */
function routesOf(api: ApiUnderTest): Route[] {
  const express = api.app.getHttpAdapter().getInstance() as {
    router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] };
  };
  return express.router.stack.flatMap(({ route }) =>
    route && !route.path.includes('*')
      ? Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path }))
      : [],
  );
}

/** What the decorators say: every handler of every controller, as Nest knows them. */
function handlersOf(api: ApiUnderTest, isMeant: (handler: object, controller: object) => boolean): string[] {
  const modules = [...api.app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  const scanner = new MetadataScanner();
  return controllers.flatMap(({ metatype, name }) => {
    if (!metatype) return [];
    const prototype = metatype.prototype as Record<string, object>;
    return scanner
      .getAllMethodNames(prototype)
      .filter((method) => {
        const handler = prototype[method];
        return handler !== undefined && isRoute(handler) && isMeant(handler, metatype);
      })
      .map((method) => `${String(name)}.${method}`);
  });
}

function isRoute(handler: object): boolean {
  return Reflect.hasMetadata(PATH_METADATA, handler);
}

function isOpen(...route: object[]): boolean {
  return route.some((part) => Reflect.getMetadata(OPEN, part) === true);
}

describe.each(DATABASES)('access with API keys on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), API_KEYS: KEYS.join(',') });
  });
  afterAll(() => api.close());

  it('is closed but for these routes', async () => {
    const open: string[] = [];
    for (const { method, path } of routesOf(api)) {
      const url = api.url + path.replaceAll(/:\w+/g, 'x');
      const { status, body } = await send(method, url);
      const isClosed = status === 401 && body.code === 'unauthenticated';
      if (!isClosed) open.push(`${method} ${path}`);
    }
    const documentation = open.filter((route) => route.includes('/docs'));
    expect(documentation.length).toBeGreaterThan(0);
    expect(open.filter((route) => !documentation.includes(route)).sort()).toEqual([
      'GET /',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'POST /webhooks/livekit',
    ]);
  });

  it('is open by decorator in these handlers alone, of which those of agents and webhooks have a guard of their own', () => {
    expect(handlersOf(api, isOpen).sort()).toEqual([
      'HealthController.about',
      'HealthController.health',
      'HealthController.live',
      'HealthController.ready',
      'IngestController.adopt',
      'IngestController.claim',
      'IngestController.hear',
      'IngestController.ingest',
      'IngestController.person',
      'IngestController.release',
      'IngestController.renew',
      'LivekitWebhookController.receive',
      'MetricsController.read',
    ]);
  });

  it('reads the body of every route that takes one, and honours Idempotency-Key with it', () => {
    const { POST, PUT, PATCH } = RequestMethod;
    const takesBody = (handler: object) =>
      [POST, PUT, PATCH].includes(Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod);
    const readsBody = (handler: object) =>
      (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) as unknown[] | undefined)?.includes(
        BodyInterceptor,
      );
    const routes = handlersOf(api, takesBody);
    expect(routes.length).toBeGreaterThan(10);
    expect(handlersOf(api, (handler) => takesBody(handler) && !readsBody(handler))).toEqual([]);
  });

  it('takes a key as bearer and as X-API-Key', async () => {
    const status = `${api.url}/orchestrated/status`;
    expect((await send('GET', status, { key: 'all-scopes' })).status).toBe(200);
    expect((await send('GET', status, { headers: { 'X-API-Key': 'device-key' } })).status).toBe(200);
  });

  it.each([
    ['no key', {}],
    ['a wrong key', { Authorization: 'Bearer wrong' }],
    ['another scheme', { Authorization: 'Basic YWxsLXNjb3Blczo=' }],
    ['an empty key', { 'X-API-Key': '' }],
  ])('answers 401 to %s', async (_, headers) => {
    const { status, headers: answered, body } = await send('GET', `${api.url}/session`, { headers });
    expect(status).toBe(401);
    expect(answered.get('www-authenticate')).toBe('Bearer');
    expect(body).toMatchObject({ code: 'unauthenticated', status: 401, success: false });
  });

  it('answers 403 to a key without the scope', async () => {
    const listing = await send('GET', `${api.url}/session`, { key: 'device-key' });
    expect(listing.status).toBe(403);
    expect(listing.body).toMatchObject({ code: 'scope_missing', detail: textLike('read') });
    const start = await send('POST', `${api.url}/orchestrated/session/start`, {
      key: 'viewer-key',
      body: {},
    });
    expect(start.status).toBe(403);
  });

  it('answers 401 and 403 before it looks at the body', async () => {
    const url = `${api.url}/orchestrated/session/stop`;
    const broken = { body: '{"roomName": ' };
    const huge = { body: JSON.stringify({ roomName: 'x'.repeat(200_000) }) };
    expect((await send('POST', url, broken)).status).toBe(401);
    expect((await send('POST', url, huge)).status).toBe(401);
    expect((await send('POST', url, { ...broken, key: 'viewer-key' })).status).toBe(403);
    expect((await send('POST', url, { ...broken, key: 'device-key' })).status).toBe(400);
    expect((await send('POST', url, { ...huge, key: 'device-key' })).status).toBe(413);
    expect((await send('POST', `${api.url}/api/ingest/events`, broken)).status).toBe(401);
  });
});

describe('metrics', () => {
  it('are for who shows their token, when they have one; no key opens them, and it opens nothing else', async () => {
    const token = 'a-token-for-prometheus';
    const api = await startApi({ METRICS_TOKEN: token, API_KEYS: 'all-scopes' });
    const metrics = (key?: string) => send('GET', `${api.url}/metrics`, { key });
    expect((await metrics()).body).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await metrics('all-scopes')).status).toBe(401);
    expect((await metrics(token)).text).toContain('process_cpu');
    expect((await send('GET', `${api.url}/session`, { key: token })).status).toBe(401);
    await api.close();
  });
});

describe.each(DATABASES)('anonymous access on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), ALLOW_ANONYMOUS: 'true', API_KEYS: 'all-scopes' });
  });
  afterAll(() => api.close());

  it('starts, reads and ends its own session and lists none', async () => {
    const { body: started } = await send('POST', `${api.url}/orchestrated/session/start`, { body: {} });
    const session = `${api.url}/session/${String(started.sessionId)}`;
    expect((await send('GET', `${api.url}/session`)).status).toBe(403);
    expect((await send('GET', session)).status).toBe(200);
    expect((await send('DELETE', session)).body).toEqual({ stopped: true });
  });

  it('sees nothing of other tenants, and they nothing of it', async () => {
    const { body: theirs } = await send('POST', `${api.url}/orchestrated/session/start`, {
      key: 'all-scopes',
    });
    const { body: own } = await send('POST', `${api.url}/orchestrated/session/start`);
    const foreign = await send('GET', `${api.url}/session/${String(theirs.sessionId)}`);
    expect(foreign.status).toBe(404);
    expect(foreign.body.code).toBe('session_not_found');
    expect((await send('DELETE', `${api.url}/session/${String(theirs.sessionId)}`)).status).toBe(404);

    const stop = await send('POST', `${api.url}/orchestrated/session/stop`, {
      body: { roomName: theirs.roomName },
    });
    expect(stop.body.success).toBe(true);
    const after = await send('GET', `${api.url}/session/${String(theirs.sessionId)}`, { key: 'all-scopes' });
    expect(after.body.status).toBe('waiting');

    const list = await send('GET', `${api.url}/session`, { key: 'all-scopes' });
    expect(JSON.stringify(list.body.items)).not.toContain(String(own.sessionId));
  });

  it('does not take a wrong key for none', async () => {
    expect((await send('GET', `${api.url}/orchestrated/status`, { key: 'wrong' })).status).toBe(401);
  });
});
