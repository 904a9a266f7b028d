import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { newId } from '#conversation';
import { CrmConfig, CrmLoginRefused, CrmRefused, CrmUnavailable, CrmUnknownOutcome } from '#crm';
import { FakeCrm } from '#crm/testing';
import { NOON, openRepositories } from '#store/testing';
import type { Repositories } from '#store/testing';
import { CrmLeadDelivery } from './crm-lead.delivery.js';
import { CrmQuoteDelivery } from './crm-quote.delivery.js';
import { OutboxConfig } from './outbox.config.js';
import { OutboxWorker } from './outbox.worker.js';

const QUOTE = {
  customerName: 'Asha',
  packageId: 'pkg-1',
  travellers: 2,
  sessionId: 's',
  validUntil: '2026-02-14',
  offer: null,
};

describe(OutboxWorker.name, () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });

  let repositories: Repositories;
  let crm: FakeCrm;
  const workers: OutboxWorker[] = [];

  beforeEach(async () => {
    jest.useFakeTimers({
      now: NOON,
      doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
    });
    repositories = await openRepositories('sqlite::memory:');
    crm = new FakeCrm();
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.beforeApplicationShutdown();
    await repositories.store.close();
    jest.useRealTimers();
  });

  async function start(idempotent = true): Promise<OutboxWorker> {
    const crmConfig = Object.assign(new CrmConfig(), { email: 'a@b.c', password: 'p', idempotent });
    const { store, outbox } = repositories;
    const deliveries = [new CrmLeadDelivery(crm, crmConfig), new CrmQuoteDelivery(crm, outbox, crmConfig)];
    const config = Object.assign(new OutboxConfig(), { retryMs: 1_000, giveUpAfterS: 3_600 });
    const worker = new OutboxWorker(store, outbox, deliveries, config, { attempted: () => undefined });
    workers.push(worker);
    await worker.onApplicationBootstrap();
    return worker;
  }
  const add = (kind: string, payload: Record<string, unknown>, dependsOn: string | null = null) => {
    const id = newId();
    const item = { id, key: `key-of-${kind}`, kind, payload, dependsOn, tenantId: 'default' };
    const state = dependsOn ? 'blocked' : 'pending';
    const rest = { sessionId: 's', conversationId: null, error: null, now: Date.now() } as const;
    return repositories.outbox.add({ ...item, ...rest, state }).then(() => id);
  };
  const pass = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };
  const states = async () =>
    (await repositories.store.db.selectFrom('outbox').select(['kind', 'state']).execute()).map(
      ({ kind, state }) => `${kind} ${state}`,
    );

  it('brings a lead to the CRM, once, under the key of the tool call', async () => {
    await add('crm.lead', { name: 'Asha', phone: '1' });
    await start();
    await pass(5_000);
    expect(crm.calls).toEqual([
      { method: 'saveLead', lead: { name: 'Asha', phone: '1' }, idempotencyKey: 'key-of-crm.lead' },
    ]);
    await expect(states()).resolves.toEqual(['crm.lead done']);
  });

  it('tries again after pauses that grow, until the CRM is back', async () => {
    for (let failures = 0; failures < 4; failures += 1) crm.next('saveLead', new CrmUnavailable('down'));
    await add('crm.lead', { name: 'Asha' });
    await start();
    await pass(100);
    expect(crm.calls).toHaveLength(1);
    await pass(2_000);
    expect(crm.calls).toHaveLength(2);
    await pass(20_000);
    expect(crm.calls).toHaveLength(5);
    await expect(states()).resolves.toEqual(['crm.lead done']);
  });

  it('waits as long as the CRM asks for', async () => {
    crm.next('saveLead', new CrmUnavailable('busy', 60));
    await add('crm.lead', { name: 'Asha' });
    await start();
    await pass(58_000);
    expect(crm.calls).toHaveLength(1);
    await pass(4_000);
    expect(crm.calls).toHaveLength(2);
  });

  it('goes on when a login is refused: the lead is good', async () => {
    crm.next('saveLead', new CrmLoginRefused(401));
    await add('crm.lead', { name: 'Asha' });
    await start();
    await pass(5_000);
    await expect(states()).resolves.toEqual(['crm.lead done']);
  });

  it('gives up what the CRM refuses', async () => {
    crm.next('saveLead', new CrmRefused('no'));
    await add('crm.lead', { name: 'Asha' });
    await start();
    await pass(100);
    await expect(states()).resolves.toEqual(['crm.lead dead']);
  });

  it('gives up what has become too old', async () => {
    for (let failures = 0; failures < 100; failures += 1) crm.next('saveLead', new CrmUnavailable('down'));
    await add('crm.lead', { name: 'Asha' });
    await start();
    for (let minute = 0; minute < 75; minute += 1) await pass(60_000);
    await expect(states()).resolves.toEqual(['crm.lead dead']);
  });

  it('never repeats what may be there already', async () => {
    crm.next('saveLead', new CrmUnknownOutcome('no answer'));
    await add('crm.lead', { name: 'Asha' });
    await start(false);
    await pass(600_000);
    expect(crm.calls).toHaveLength(1);
    await expect(states()).resolves.toEqual(['crm.lead unknown']);
  });

  describe('after a worker that died over a delivery', () => {
    const diesOver = async () => {
      await add('crm.lead', { name: 'Asha' });
      await repositories.outbox.lease({ worker: 'dead', limit: 1, leaseMs: 60_000, now: NOON });
    };

    it('delivers again when the CRM honours keys', async () => {
      await diesOver();
      await start(true);
      await pass(100);
      await expect(states()).resolves.toEqual(['crm.lead done']);
    });

    it('asks nobody twice when it does not', async () => {
      await diesOver();
      await start(false);
      await pass(100);
      expect(crm.calls).toEqual([]);
      await expect(states()).resolves.toEqual(['crm.lead unknown']);
    });
  });

  it('sends a quote after its lead, with the id the lead got and the price the CRM has', async () => {
    crm.next('saveLead', new CrmUnavailable('down')).next('saveLead', { id: 'lead-7', message: null });
    const lead = await add('crm.lead', { name: 'Asha' });
    await add('crm.quote', QUOTE, lead);
    await start();
    await pass(10_000);
    expect(crm.calls.map(({ method }) => method)).toEqual(['saveLead', 'saveLead', 'package', 'createQuote']);
    expect(crm.calls.at(-1)).toMatchObject({
      idempotencyKey: 'key-of-crm.quote',
      quote: {
        leadId: 'lead-7',
        validUntil: '2026-02-14',
        items: [{ description: 'Bali Beach Escape', quantity: 2, unitPrice: 1_299 }],
      },
    });
  });

  it('asks for the same quote again, to the letter', async () => {
    crm.next('createQuote', new CrmUnavailable('down'));
    await add('crm.quote', QUOTE);
    await start();
    await pass(10_000);
    const quotes = crm.calls.filter(({ method }) => method === 'createQuote');
    expect(quotes).toHaveLength(2);
    expect(quotes[1]).toEqual(quotes[0]);
    expect(crm.calls.filter(({ method }) => method === 'package')).toHaveLength(1);
  });

  it('is done with what it does when it ends, and leaves the rest to the next', async () => {
    await add('crm.lead', { name: 'Asha' });
    const worker = await start();
    await worker.beforeApplicationShutdown();
    await add('crm.quote', QUOTE);
    await pass(10_000);
    await expect(states()).resolves.toContain('crm.quote pending');
  });
});
