import { Logger } from '@nestjs/common';
import { ScriptedServer } from '../testing/scripted-server.js';
import { CrmUnavailable } from './crm.errors.js';
import { CrmExchange } from './crm-exchange.js';
import type { CrmRequest, CrmTiming } from './crm-exchange.js';

const signal = new AbortController().signal;
const get: CrmRequest = { method: 'GET', path: 'packages', what: 'finding packages', repeatable: true };
const post: CrmRequest = {
  method: 'POST',
  path: 'leads',
  what: 'saving a lead',
  body: {},
  repeatable: false,
};

describe(CrmExchange.name, () => {
  let server: ScriptedServer;
  let baseUrl: string;
  let exchange: CrmExchange;
  const pauses: unknown[][] = [];

  beforeAll(() => void Logger.overrideLogger(false));

  beforeEach(async () => {
    pauses.length = 0;
    server = new ScriptedServer();
    baseUrl = await server.start();
    exchange = open();
  });

  afterEach(async () => {
    exchange.close();
    await server.stop();
  });

  function open(timing: Partial<CrmTiming> = {}): CrmExchange {
    const pauseBeforeRepeatMs = (...args: unknown[]) => (pauses.push(args), 0);
    return new CrmExchange(baseUrl, { timeoutMs: 2_000, pauseBeforeRepeatMs, ...timing });
  }

  it.each([429, 500, 502, 503])('repeats after %d, twice at most', async (status) => {
    server.on('GET packages', { status });
    await expect(exchange.send(get, signal)).rejects.toThrow(CrmUnavailable);
    expect(server.requests('GET packages')).toHaveLength(3);
  });

  it('repeats after a dropped connection', async () => {
    server.on('GET packages', 'drop', { body: [1] });
    expect(await exchange.send(get, signal)).toEqual({ status: 200, body: [1] });
  });

  it('passes on what the CRM asks for with Retry-After', async () => {
    server.on('GET packages', { status: 429, headers: { 'Retry-After': '2' } }, { body: [] });
    await exchange.send(get, signal);
    expect(pauses).toEqual([[0, 2_000]]);
  });

  it('gives up at once, with the time, when the CRM wants more of it than a talk has', async () => {
    exchange = open({ pauseBeforeRepeatMs: () => undefined });
    server.on('GET packages', { status: 503, headers: { 'Retry-After': '120' } });
    await expect(exchange.send(get, signal)).rejects.toMatchObject({ retryAfterSeconds: 120 });
    expect(server.requests('GET packages')).toHaveLength(1);
  });

  it.each([400, 403, 404, 409, 422])('answers %d as it is', async (status) => {
    server.on('GET packages', { status });
    expect(await exchange.send(get, signal)).toMatchObject({ status });
    expect(server.requests('GET packages')).toHaveLength(1);
  });

  it('repeats no request that ran into its time limit', async () => {
    exchange = open({ timeoutMs: 500 });
    server.on('GET packages', 'hang');
    await expect(exchange.send(get, signal)).rejects.toThrow('no answer within 500 ms');
    expect(server.requests('GET packages')).toHaveLength(1);
  });

  it('knows that a creation did not happen when nobody listens', async () => {
    await server.stop();
    await expect(exchange.send(post, signal)).rejects.toThrow(CrmUnavailable);
    server = new ScriptedServer();
    await server.start();
  });

  it('stops at once when the caller gives up, in a request or in a pause', async () => {
    server.on('GET packages', 'hang');
    const first = new AbortController();
    const asking = exchange.send(get, first.signal);
    await server.reached('GET packages', 1);
    first.abort(new Error('hung up'));
    await expect(asking).rejects.toThrow('hung up');

    const second = new AbortController();
    server.on('GET packages', { status: 503 });
    exchange = open({
      pauseBeforeRepeatMs: () => {
        setImmediate(() => second.abort(new Error('hung up too')));
        return 60_000;
      },
    });
    await expect(exchange.send(get, second.signal)).rejects.toThrow('hung up too');
  });

  it('leaves a CRM that keeps failing alone, then tries one request and goes on', async () => {
    exchange = open({ breakMs: 100 });
    server.on('GET packages', { status: 500 });
    await expect(exchange.send(get, signal)).rejects.toThrow('it answered 500');
    await expect(exchange.send(get, signal)).rejects.toThrow('left alone');
    await expect(exchange.send(get, signal)).rejects.toThrow('left alone');
    expect(server.requests('GET packages')).toHaveLength(5);

    server.on('GET packages', { body: [] });
    const deadline = Date.now() + 5_000;
    let reply;
    while (!reply && Date.now() < deadline) reply = await exchange.send(get, signal).catch(() => undefined);
    expect(reply).toMatchObject({ status: 200 });
  });

  it('ends what is under way when it is closed', async () => {
    server.on('GET packages', 'hang');
    const asking = exchange.send(get, signal);
    await server.reached('GET packages', 1);
    exchange.close();
    await expect(asking).rejects.toThrow('shutting down');
    expect(server.requests('GET packages')).toHaveLength(1);
  });
});
