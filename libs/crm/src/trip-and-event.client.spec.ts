import { Logger } from '@nestjs/common';
import { ScriptedServer } from '../testing/scripted-server.js';
import {
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  PackageSearchOff,
  QuotesNotSupported,
} from './crm.errors.js';
import type { CrmAccount } from './crm.config.js';
import { TripAndEventClient } from './trip-and-event.client.js';

const signal = new AbortController().signal;
const creation = { idempotencyKey: '0198c0de-0000-7000-8000-000000000001', signal };
const lead = { name: 'Asha Rao', phone: '+911234567890' };
const quote = {
  customerName: 'Asha Rao',
  items: [{ description: 'Bali', quantity: 2, unitPrice: 1_299 }],
  validUntil: '2030-01-31',
};
const bali = {
  id: 7,
  packageName: 'Bali Beach Escape',
  sellingPrice: 1_299,
  currency: 'USD',
  totalNights: 5,
};

describe(TripAndEventClient.name, () => {
  let server: ScriptedServer;
  let baseUrl: string;
  const open: TripAndEventClient[] = [];

  beforeAll(() => void Logger.overrideLogger(false));

  beforeEach(async () => {
    server = new ScriptedServer();
    baseUrl = await server.start();
    server.on('POST auth/login', { body: { data: { accessToken: 'first' } } }, { body: { token: 'second' } });
  });

  afterEach(async () => {
    open.splice(0).forEach((client) => client.onApplicationShutdown());
    await server.stop();
  });

  function client(over: Partial<CrmAccount> = {}, timeoutMs = 2_000): TripAndEventClient {
    const account: CrmAccount = {
      baseUrl,
      email: 'tara@example.com',
      password: 'secret-word',
      quotesPath: 'quotes',
      idempotent: false,
      packageSearch: true,
      simulated: false,
      ...over,
    };
    const made = new TripAndEventClient(account, { timeoutMs, pauseBeforeRepeatMs: () => 0 });
    open.push(made);
    return made;
  }

  describe('finding packages', () => {
    it('asks for the destination with a night of leeway and five at most', async () => {
      server.on('GET packages', { body: { success: true, packages: [bali], total: 1 } });
      const found = await client().findPackages({ destination: 'Bali', nights: 5, maxPrice: 2_000 }, signal);
      expect(found).toMatchObject([{ id: '7', name: 'Bali Beach Escape', price: 1_299, nights: 5 }]);
      expect(server.requests('GET packages')).toMatchObject([
        {
          query: { destination: 'Bali', minNights: '4', maxNights: '6', maxPrice: '2000', limit: '5' },
          headers: { authorization: 'Bearer first' },
        },
      ]);
    });

    it('takes free words for a destination first, then looks through everything for them', async () => {
      const ski = { id: 8, packageName: 'Alps', tags: ['skiing', 'snow'] };
      server.on('GET packages', { body: [] }, { body: [bali, ski] });
      expect(await client().findPackages({ query: 'a ski trip in the snow' }, signal)).toMatchObject([
        { id: '8' },
      ]);
      const [first, second] = server.requests('GET packages');
      expect(first?.query).toMatchObject({ destination: 'a ski trip in the snow', limit: '5' });
      expect(second?.query).toEqual({ limit: '100' });
    });

    it('finds nothing at a named destination without looking elsewhere', async () => {
      server.on('GET packages', { body: { packages: [] } });
      expect(await client().findPackages({ destination: 'Atlantis', query: 'beach' }, signal)).toEqual([]);
      expect(server.requests('GET packages')).toHaveLength(1);
    });

    it('sends nothing when package search is off', async () => {
      const off = client({ packageSearch: false });
      await expect(off.findPackages({}, signal)).rejects.toThrow(PackageSearchOff);
      await expect(off.package('7', signal)).rejects.toThrow(PackageSearchOff);
      expect(server.seen).toEqual([]);
    });

    it('does not take a web page for an empty list', async () => {
      server.on('GET packages', { body: '<html>welcome</html>', headers: { 'Content-Type': 'text/html' } });
      await expect(client().findPackages({}, signal)).rejects.toThrow(CrmUnavailable);
    });
  });

  describe('reading a package', () => {
    it('reads one, and knows that there is none', async () => {
      server.on('GET packages/7', { body: { data: bali } });
      expect(await client().package('7', signal)).toMatchObject({ name: 'Bali Beach Escape' });
      expect(await client().package('8', signal)).toBeUndefined();
    });

    it('lets no id reach beyond the packages', async () => {
      server.on('GET packages/..%2Fleads', { body: bali });
      expect(await client().package('../leads', signal)).toMatchObject({ id: '7' });
      expect(await client().package('..', signal)).toBeUndefined();
      expect(server.seen.map(({ route }) => route)).toEqual(['POST auth/login', 'GET packages/..%2Fleads']);
    });
  });

  describe('creating', () => {
    it('saves a lead with its key and its origin', async () => {
      server.on('POST leads', { status: 201, body: { success: true, lead_id: 42, message: 'created' } });
      expect(await client().saveLead(lead, creation)).toEqual({ id: '42', message: 'created' });
      expect(server.requests('POST leads')).toMatchObject([
        {
          headers: { 'idempotency-key': creation.idempotencyKey, authorization: 'Bearer first' },
          body: { name: 'Asha Rao', mobile: '+911234567890', source: 'Voice Agent' },
        },
      ]);
    });

    it('creates a quote under the configured path', async () => {
      server.on('POST sales/offers', { body: { result: { data: { quoteId: 'q1', quoteNumber: 'Q-17' } } } });
      expect(await client({ quotesPath: 'sales/offers' }).createQuote(quote, creation)).toEqual({
        id: 'q1',
        number: 'Q-17',
        total: 2_598,
        currency: 'USD',
        pdfUrl: null,
        validUntil: '2030-01-31',
      });
    });

    it('says when the CRM keeps no quotes', async () => {
      await expect(client().createQuote(quote, creation)).rejects.toThrow(QuotesNotSupported);
    });

    it.each([
      ['a bad status', { status: 422, body: { message: 'Asha Rao exists' } }],
      ['a good status with a refusal', { body: { success: false, message: 'Asha Rao exists' } }],
      ['an error envelope', { body: { error: { message: 'Asha Rao exists', code: 'CONFLICT' } } }],
      ['a redirect', { status: 302, headers: { Location: 'http://127.0.0.1:1/' } }],
    ])('takes %s for a refusal and repeats neither the request nor what the CRM said', async (_, answer) => {
      server.on('POST leads', answer);
      const failure: unknown = await client({ idempotent: true })
        .saveLead(lead, creation)
        .catch((e: unknown) => e);
      expect(failure).toBeInstanceOf(CrmRefused);
      expect(String(failure)).not.toContain('Asha');
      expect(server.requests('POST leads')).toHaveLength(1);
    });

    it('does not know the outcome when the connection drops, and does not repeat it', async () => {
      server.on('POST leads', 'drop');
      await expect(client().saveLead(lead, creation)).rejects.toThrow(CrmUnknownOutcome);
      expect(server.requests('POST leads')).toHaveLength(1);
    });

    it('does not know the outcome when no answer comes in time', async () => {
      server.on('POST leads', 'hang');
      await expect(client({}, 50).saveLead(lead, creation)).rejects.toThrow(CrmUnknownOutcome);
      expect(server.requests('POST leads')).toHaveLength(1);
    });

    it('does not know the outcome when the caller gives up half-way', async () => {
      server.on('POST leads', 'hang');
      const caller = new AbortController();
      const saving = client().saveLead(lead, { ...creation, signal: caller.signal });
      await server.reached('POST leads', 1);
      caller.abort();
      await expect(saving).rejects.toThrow(CrmUnknownOutcome);
    });

    it('knows that nothing happened when the CRM says so, and leaves the repeat to others', async () => {
      server.on('POST leads', { status: 500 });
      await expect(client().saveLead(lead, creation)).rejects.toThrow(CrmUnavailable);
      expect(server.requests('POST leads')).toHaveLength(1);
    });

    it('repeats it under the same key when the CRM honours keys', async () => {
      server.on('POST leads', 'drop', { status: 502 }, { body: { id: 42 } });
      expect(await client({ idempotent: true }).saveLead(lead, creation)).toEqual({
        id: '42',
        message: null,
      });
      const keys = server.requests('POST leads').map(({ headers }) => headers['idempotency-key']);
      expect(keys).toEqual(Array(3).fill(creation.idempotencyKey));
    });
  });

  describe('logging in', () => {
    const ok = { body: { packages: [bali] } };
    const logins = () => server.requests('POST auth/login').length;

    it('logs in once for any number of calls at the same time', async () => {
      server.on('GET packages', ok);
      const crm = client();
      await Promise.all(Array.from({ length: 20 }, () => crm.findPackages({}, signal)));
      expect(server.requests('POST auth/login')).toMatchObject([
        { body: { email: 'tara@example.com', password: 'secret-word' } },
      ]);
    });

    it('logs in again after a 401 and repeats the call, also a creation that is not idempotent', async () => {
      server.on('POST leads', { status: 401 }, { body: { id: 42 } });
      await client().saveLead(lead, creation);
      const tokens = server.requests('POST leads').map(({ headers }) => headers.authorization);
      expect(tokens).toEqual(['Bearer first', 'Bearer second']);
      expect(logins()).toBe(2);
    });

    it('logs in once for many calls whose token was taken away', async () => {
      server.on('GET packages', ok);
      const crm = client();
      await crm.findPackages({}, signal);
      server.onEach('GET packages', ({ headers }) =>
        headers.authorization === 'Bearer first' ? { status: 401 } : ok,
      );
      await Promise.all(Array.from({ length: 5 }, () => crm.findPackages({}, signal)));
      expect(logins()).toBe(2);
    });

    it('gives up after a second 401', async () => {
      server.on('GET packages', { status: 401 });
      await expect(client().findPackages({}, signal)).rejects.toThrow(CrmRefused);
      expect(server.requests('GET packages')).toHaveLength(2);
      expect(logins()).toBe(2);
    });

    it('does not try a refused password again, and names the variables but not their values', async () => {
      server.on('POST auth/login', { status: 401, body: { message: 'secret-word is wrong' } });
      const failure: unknown = await client()
        .findPackages({}, signal)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(CrmRefused);
      expect(String(failure)).toContain('CRM_EMAIL and CRM_PASSWORD');
      expect(JSON.stringify(failure) + String(failure)).not.toMatch(/secret-word|tara@/);
      expect(logins()).toBe(1);
    });

    it('repeats a login that met an outage', async () => {
      server.on('POST auth/login', { status: 503 }, { body: { access_token: 'third' } });
      server.on('GET packages', ok);
      await client().findPackages({}, signal);
      expect(server.requests('GET packages')[0]?.headers.authorization).toBe('Bearer third');
    });

    it('goes on for the others when one caller gives up', async () => {
      server.on('POST auth/login', 'hang');
      const crm = client({}, 300);
      const caller = new AbortController();
      const first = crm.findPackages({}, caller.signal);
      const second = crm.findPackages({}, signal);
      await server.reached('POST auth/login', 1);
      caller.abort(new Error('hung up'));
      await expect(first).rejects.toThrow('hung up');
      await expect(second).rejects.toThrow(CrmUnavailable);
      expect(logins()).toBe(1);
    });
  });
});
