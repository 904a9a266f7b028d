import { Webhook } from 'standardwebhooks';
import { AuditRepository } from '#store';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { aText, textLike } from './matchers.js';
import { eventually, send } from './requests.js';
import { WebhookReceiver } from './webhook-receiver.js';

const KEYS = [
  keyEntry('app', 'app-key', 'session:acme'),
  keyEntry('reader', 'reader-key', 'read:acme'),
  keyEntry('owner', 'owner-key', 'admin+read+session:acme'),
  keyEntry('stranger', 'stranger-key', 'admin+read+session'),
].join(',');

const REFUNDS = {
  name: 'Refunds to the desk',
  trigger: 'keyword',
  condition: { keywords: ['refund'], from: 'user', agentId: 'tara' },
  action: { type: 'webhook', url: 'https://hooks.example.com/parley?x=1' },
};
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

interface Item {
  id: string;
  type: string;
  state: string;
}

describe.each(DATABASES)('/api/workflows on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let receiver: WebhookReceiver;

  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    api = await startApi({ DATABASE_URL: await fresh(), API_KEYS: KEYS, OUTGOING_TO_LOOPBACK: 'true' });
  });
  afterEach(async () => {
    await api.close();
    await receiver.close();
  });

  const call = (method: string, path = '', body?: unknown, key = 'owner-key') =>
    send(method, `${api.url}/api/workflows${path}`, { key, body });
  const make = async (change: object = {}) => {
    const { body } = await call('POST', '', { ...REFUNDS, ...change });
    return { id: String(body.id), secret: String(body.secret) };
  };
  const here = () => ({ action: { type: 'webhook', url: receiver.url } });
  const deliveries = async (id: string) => (await call('GET', `/${id}/deliveries`)).body.items as Item[];
  const settled = (id: string, count = 1) =>
    eventually(
      () => deliveries(id),
      (items) => items.length >= count && items.every(({ state }) => state !== 'pending'),
    );
  async function talk() {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'app-key' });
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    return agent;
  }

  it('makes one, shows its secret once, changes and removes it', async () => {
    const made = await call('POST', '', REFUNDS);
    const { secret, ...shown } = made.body;
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(shown).toEqual({
      ...REFUNDS,
      ...{ id: aText, enabled: true, disabledBecause: null, createdAt: aText, updatedAt: aText },
    });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const id = String(shown.id);
    expect((await call('GET', `/${id}`)).body).toEqual(shown);
    expect((await call('GET')).body).toEqual({ items: [shown], nextCursor: null });

    const changed = await call('PUT', `/${id}`, {
      name: 'Quotes',
      enabled: false,
      trigger: 'tool.called',
      action: REFUNDS.action,
    });
    expect(changed.body).toMatchObject({ id, name: 'Quotes', enabled: false, condition: {} });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).body).toMatchObject({ status: 404, code: 'workflow_not_found' });
    const trail = await api.app.get(AuditRepository).ofSubject('acme', 'workflow', id);
    expect(trail.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      ['key:owner', 'workflow.created', { trigger: 'keyword', enabled: true }],
      ['key:owner', 'workflow.changed', { trigger: 'tool.called', enabled: false }],
      ['key:owner', 'workflow.removed', {}],
    ]);
  });

  it('makes one of two requests with the same key', async () => {
    const headers = { 'Idempotency-Key': 'k' };
    const create = () =>
      send('POST', `${api.url}/api/workflows`, { key: 'owner-key', body: REFUNDS, headers });
    const [first, second] = [await create(), await create()];
    expect(second.text).toBe(first.text);
    expect((await call('GET')).body.items).toHaveLength(1);
  });

  it('tells what happened in a talk, once, signed, and shows how that went', async () => {
    const { id, secret } = await make(here());
    const agent = await talk();
    const said = [agent.said('user', 'I want a refund!'), agent.said('agent', 'A refund?')];
    await agent.tell(...said);
    await agent.tell(...said);
    const [delivery, ...others] = await settled(id);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({
      ...{ type: 'keyword', state: 'delivered', attempts: 1, lastStatus: 204, lastError: null },
      ...{ sessionId: agent.sessionId, conversationId: aText, createdAt: aText, nextAt: null },
      finishedAt: aText,
    });
    const [heard] = receiver.heard;
    expect(receiver.ids).toEqual([delivery?.id]);
    const headers = heard?.headers as Record<string, string>;
    expect(new Webhook(secret).verify(heard?.body ?? '', headers)).toEqual({
      type: 'keyword',
      timestamp: aText,
      workflow: { id, name: REFUNDS.name },
      data: {
        sessionId: agent.sessionId,
        conversationId: aText,
        agentId: 'tara',
        messageId: aText,
        role: 'user',
        text: 'I want a refund!',
        keywords: ['refund'],
      },
    });
    const { text } = await send('GET', `${api.url}/metrics`);
    expect(text).toMatch(/^parley_outbox_attempts_total\{kind="webhook",outcome="done"\} 1$/m);
    expect(text).toMatch(/^parley_outbox_attempts_total\{kind="webhook",outcome="dead"\} 0$/m);
    expect(text).toMatch(/^parley_triggers_fired_total\{trigger="keyword"\} 1$/m);
    expect(text).toMatch(/^parley_triggers_fired_total\{trigger="intent"\} 0$/m);
    expect(text).toMatch(/^parley_outbox_oldest_seconds\{kind="webhook"\} 0$/m);
  });

  it('tells what was found out of what was said: who somebody is, and in what mood', async () => {
    const contact = await make({ trigger: 'contact.captured', condition: { fields: ['email'] }, ...here() });
    const mood = await make({ trigger: 'sentiment', condition: { atMost: -0.3 }, ...here() });
    const agent = await talk();
    await agent.tell(
      agent.said('user', 'My email address is asha@example.com.'),
      agent.said('user', 'This is terrible, I hate it.'),
    );
    await Promise.all([settled(contact.id), settled(mood.id)]);
    const told = receiver.heard.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(told.toSorted((a, b) => a.type.localeCompare(b.type))).toMatchObject([
      { type: 'contact.captured', data: { email: 'asha@example.com', captured: ['email'], agentId: 'tara' } },
      { type: 'sentiment', data: { role: 'user', text: 'This is terrible, I hate it.' } },
    ]);
  });

  it('tells beginning and end of a session, also of one that we ended', async () => {
    const started = await make({ ...here(), trigger: 'session.started', condition: {} });
    const ended = await make({ ...here(), trigger: 'session.ended', condition: { doors: ['room'] } });
    const agent = await talk();
    await agent.tell(
      agent.event('session.started', { agentProcess: 'p', mode: 'realtime', vendor: 'v', model: 'm' }),
    );
    await agent.end('user_left');
    const waiting = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'app-key' });
    await send('DELETE', `${api.url}/session/${String(waiting.body.sessionId)}`, { key: 'app-key' });
    expect((await settled(started.id)).map(({ type }) => type)).toEqual(['session.started']);
    await settled(ended.id, 2);
    const reasons = receiver.heard
      .map(({ body }) => JSON.parse(body) as { data: { reason?: string } })
      .flatMap(({ data }) => data.reason ?? []);
    expect(reasons.toSorted()).toEqual(['stopped', 'user_left']);
  });

  it('sends a test, also while it is switched off, and anything once more', async () => {
    const { id } = await make({ ...here(), enabled: false });
    const tested = await call('POST', `/${id}/test`);
    expect([tested.status, tested.body.type]).toEqual([201, 'workflow.test']);
    const [delivery] = await settled(id);
    expect(delivery).toMatchObject({ id: tested.body.id, state: 'delivered' });
    const replayed = await call('POST', `/${id}/deliveries/${String(tested.body.id)}/replay`);
    expect(replayed.status).toBe(200);
    await eventually(
      () => receiver.heard.length,
      (heard) => heard === 2,
    );
    expect(new Set(receiver.ids)).toEqual(new Set([tested.body.id]));
    expect((await settled(id))[0]).toMatchObject({ state: 'delivered', attempts: 2 });
    expect((await call('POST', `/${id}/deliveries/nobody/replay`)).body.code).toBe('delivery_not_found');
    const trail = await api.app.get(AuditRepository).ofSubject('acme', 'workflow', id);
    expect(trail.map(({ action }) => action)).toEqual([
      'workflow.created',
      'workflow.tested',
      'workflow.delivery_replayed',
    ]);
  });

  it('is switched off by a receiver that is gone, which nobody did who asked for something', async () => {
    const { id } = await make(here());
    receiver.answer = (_, response) => response.writeHead(410).end();
    await call('POST', `/${id}/test`);
    expect(await settled(id)).toMatchObject([{ state: 'failed', lastStatus: 410 }]);
    expect((await call('GET', `/${id}`)).body).toMatchObject({ enabled: false, disabledBecause: 'gone' });
    const trail = await api.app.get(AuditRepository).ofSubject('acme', 'workflow', id);
    expect(trail.at(-1)).toMatchObject({ actor: 'parley', action: 'workflow.disabled', requestId: null });
    const again = await call('PUT', `/${id}`, { ...REFUNDS, ...here() });
    expect(again.body).toMatchObject({ enabled: true, disabledBecause: null });
  });

  it('replays nothing that is being sent', async () => {
    const { id } = await make(here());
    receiver.answer = () => undefined;
    const { body } = await call('POST', `/${id}/test`);
    await eventually(
      () => receiver.heard.length,
      (heard) => heard === 1,
    );
    expect((await call('POST', `/${id}/deliveries/${String(body.id)}/replay`)).body).toMatchObject({
      status: 409,
      code: 'delivery_under_way',
    });
  });

  it('fails where a redirect leads into a private network, and says so', async () => {
    const { id } = await make(here());
    receiver.answer = (_, response) =>
      response.writeHead(307, { location: 'https://169.254.169.254/latest' }).end();
    await call('POST', `/${id}/test`);
    expect(await settled(id)).toMatchObject([
      { state: 'failed', lastError: '169.254.169.254 leads to an address that is not public.', nextAt: null },
    ]);
  });

  it('signs with both secrets after a change of it', async () => {
    const { id, secret } = await make({ action: { ...here().action, secret: SECRET } });
    expect(secret).toBe(SECRET);
    const rotated = await call('POST', `/${id}/rotate`, {});
    expect(rotated.status).toBe(200);
    expect(rotated.body).toEqual({ secret: textLike('whsec_'), formerUntil: aText });
    await call('POST', `/${id}/test`);
    await settled(id);
    const { body = '', headers = {} } = receiver.heard[0] ?? {};
    for (const each of [SECRET, String(rotated.body.secret)]) {
      expect(new Webhook(each).verify(body, headers as Record<string, string>)).toBeDefined();
    }
    const everything = [
      await call('GET'),
      await call('GET', `/${id}`),
      await call('GET', `/${id}/deliveries`),
    ];
    for (const { text } of everything) expect(text).not.toContain('whsec_');
  });

  it('lists workflows and deliveries page by page, of one tenant', async () => {
    const ids = [await make(here()), await make(here()), await make(here())].map(({ id }) => id);
    const first = await call('GET', '?limit=2');
    const rest = await call('GET', `?limit=2&cursor=${String(first.body.nextCursor)}`);
    const idsOf = ({ body }: typeof first) => (body.items as Item[]).map((item) => item.id);
    expect([idsOf(first), idsOf(rest)]).toEqual([[ids[2], ids[1]], [ids[0]]]);
    expect((await call('GET', '', undefined, 'stranger-key')).body.items).toEqual([]);
    for (const [method, path, body] of [
      ['GET', `/${ids[0]}`],
      ['PUT', `/${ids[0]}`, REFUNDS],
      ['DELETE', `/${ids[0]}`],
      ['POST', `/${ids[0]}/test`],
      ['POST', `/${ids[0]}/rotate`, {}],
      ['GET', `/${ids[0]}/deliveries`],
    ] as const) {
      expect((await call(method, path, body, 'stranger-key')).body.code).toBe('workflow_not_found');
    }
    for (let count = 0; count < 3; count += 1) await call('POST', `/${ids[0]}/test`);
    const page = await call('GET', `/${ids[0]}/deliveries?limit=2`);
    const next = await call('GET', `/${ids[0]}/deliveries?limit=2&cursor=${String(page.body.nextCursor)}`);
    expect(new Set([...idsOf(page), ...idsOf(next)]).size).toBe(3);
    expect(next.body.nextCursor).toBeNull();
  });

  it.each([
    ['name', { name: ' ' }],
    ['enabled', { enabled: 'yes' }],
    ['trigger', { trigger: 'moon.rose' }],
    ['condition', { condition: [] }],
    ['condition.keywords', { condition: {} }],
    ['condition.keywords', { condition: { keywords: [] } }],
    ['condition.keywords', { condition: { keywords: 'refund' } }],
    ['condition.keywords', { condition: { keywords: [' '] } }],
    ['condition.from', { condition: { keywords: ['a'], from: 'nobody' } }],
    ['condition.tools', { condition: { keywords: ['a'], tools: ['create_quote'] } }],
    ['condition.mood', { condition: { keywords: ['a'], mood: 'sunny' } }],
    ['condition.atMost', { trigger: 'sentiment', condition: {} }],
    ['condition.atLeast', { trigger: 'sentiment', condition: { atLeast: 2 } }],
    ['condition.reasons', { trigger: 'session.ended', condition: { reasons: ['boredom'] } }],
    ['condition.minConfidence', { trigger: 'intent', condition: { intents: ['a'], minConfidence: 80 } }],
    ['condition.intents', { trigger: 'intent', condition: { minConfidence: 0.8 } }],
    ['condition.intents', { trigger: 'intent', condition: { intents: [' '] } }],
    [
      'condition.descriptions',
      { trigger: 'intent', condition: { intents: ['a'], descriptions: { b: 'c' } } },
    ],
    ['condition.descriptions', { trigger: 'intent', condition: { intents: ['a'], descriptions: { a: 5 } } }],
    ['condition.descriptions', { condition: { keywords: ['a'], descriptions: { a: 'b' } } }],
    ['condition.fields', { trigger: 'contact.captured', condition: { fields: ['shoe'] } }],
    ['action', { action: undefined }],
    ['action.type', { action: { type: 'mail', url: 'https://hooks.example.com' } }],
    ['action.url', { action: { type: 'webhook', url: 'hooks.example.com' } }],
    ['action.url', { action: { type: 'webhook', url: 'ftp://hooks.example.com/' } }],
    ['action.url', { action: { type: 'webhook', url: 'https://ann:pw@hooks.example.com' } }],
    ['action.url', { action: { type: 'webhook', url: 'https://10.0.0.1/' } }],
    ['action.url', { action: { type: 'webhook', url: 'https://[fd00:ec2::254]/' } }],
    ['action.secret', { action: { ...REFUNDS.action, secret: 'whsec_c2hvcnQ=' } }],
    ['action.secret', { action: { ...REFUNDS.action, secret: SECRET.slice(6) } }],
  ])('names %s when that is wrong (%#)', async (field, change) => {
    const { body } = await call('POST', '', { ...REFUNDS, ...change });
    expect(body).toMatchObject({ status: 400, code: 'bad_input', errors: [{ field }] });
    expect((await call('GET')).body.items).toEqual([]);
  });

  it('is for those who may: reading with read, changing with admin', async () => {
    const { id } = await make();
    expect((await call('GET', '', undefined, 'app-key')).status).toBe(403);
    expect((await call('GET', `/${id}/deliveries`, undefined, 'reader-key')).status).toBe(200);
    for (const [method, path] of [
      ['POST', ''],
      ['PUT', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/rotate`],
      ['POST', `/${id}/test`],
      ['POST', `/${id}/deliveries/x/replay`],
    ] as const) {
      expect((await call(method, path, undefined, 'reader-key')).status).toBe(403);
    }
  });
});

describe('webhooks where they may not lead to this machine', () => {
  it('are refused when they name it, and fail when a name leads to it', async () => {
    const receiver = await WebhookReceiver.start();
    const api = await startApi({ API_KEYS: KEYS });
    const call = (method: string, path: string, body?: unknown) =>
      send(method, `${api.url}/api/workflows${path}`, { key: 'owner-key', body });
    const to = (url: string) => call('POST', '', { ...REFUNDS, action: { type: 'webhook', url } });
    expect((await to(receiver.url)).body).toMatchObject({
      code: 'bad_input',
      errors: [{ field: 'action.url' }],
    });
    const { body } = await to(receiver.url.replace('http://127.0.0.1', 'https://localhost'));
    await call('POST', `/${String(body.id)}/test`);
    const { items } = await eventually(
      async () => (await call('GET', `/${String(body.id)}/deliveries`)).body as { items: Item[] },
      (page) => page.items.every(({ state }) => state !== 'pending'),
    );
    expect(items).toMatchObject([
      { state: 'failed', lastError: 'localhost leads to an address that is not public.' },
    ]);
    expect(receiver.heard).toEqual([]);
    await api.close();
    await receiver.close();
  });
});
