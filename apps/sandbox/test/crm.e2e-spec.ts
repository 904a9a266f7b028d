import { SandboxUnderTest } from '../testing/sandbox-under-test.js';

describe('the CRM', () => {
  let sandbox: SandboxUnderTest;
  let token: string;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.mend();
    await sandbox.send('DELETE', '/control/crm');
    token = await login();
  });

  const login = async (password = 'sandbox') => {
    const { body } = await sandbox.send('POST', '/crm/api/auth/login', {
      email: 'tara@sandbox.local',
      password,
    });
    return String(body?.accessToken);
  };
  const call = (method: string, path: string, body?: object, headers = {}) =>
    sandbox.send(method, `/crm/api/${path}`, body, { authorization: `Bearer ${token}`, ...headers });

  it('gives the token at the top and under data, for its two programs', async () => {
    const { status, body } = await sandbox.send('POST', '/crm/api/auth/login', {
      email: 'tara@sandbox.local',
      password: 'sandbox',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, expiresIn: 3_600, data: { accessToken: body?.accessToken } });
  });

  it.each([
    [{ email: 'tara@sandbox.local', password: 'wrong' }, 401],
    [{ email: 'tara', password: 'sandbox' }, 400],
    [{}, 400],
  ])('answers a login of %j with %i', async (credentials, status) => {
    const answer = await sandbox.send('POST', '/crm/api/auth/login', credentials);
    expect(answer.status).toBe(status);
    expect(answer.body?.success).toBe(false);
  });

  it('wants a token for everything else', async () => {
    token = 'made-up';
    for (const [method, path] of [
      ['GET', 'packages'],
      ['GET', 'packages/101'],
      ['POST', 'leads'],
      ['POST', 'quotes'],
    ] as const) {
      expect((await call(method, path, method === 'POST' ? {} : undefined)).status).toBe(401);
    }
  });

  it('takes a new token after the old ones expired', async () => {
    await sandbox.send('POST', '/control/crm/expire-credentials');
    expect((await call('GET', 'packages')).status).toBe(401);
    token = await login();
    expect((await call('GET', 'packages')).status).toBe(200);
  });

  describe('GET packages', () => {
    it.each([
      ['destination=bali', 2],
      ['destination=Bali&maxPrice=900', 1],
      ['destination=bali&minNights=7&maxNights=9', 1],
      ['destination=tokyo', 0],
      ['packageType=without_flight&destination=goa', 1],
    ])('finds by %s', async (query, total) => {
      const { body } = await call('GET', `packages?${query}`);
      expect(body).toMatchObject({ success: true, total, page: 1, limit: 10 });
      expect(body?.packages).toHaveLength(total);
    });

    it('has something for every destination the dialogue understands, and pages', async () => {
      const { body } = await call('GET', 'packages?limit=12');
      expect(body?.total).toBeGreaterThanOrEqual(12);
      expect(body?.packages).toHaveLength(12);
      const next = await call('GET', 'packages?limit=12&page=2');
      expect(next.body?.packages).toHaveLength(Number(body?.total) - 12);
    });

    it('refuses what is no number', async () => {
      const { status, body } = await call('GET', 'packages?maxPrice=cheap');
      expect(status).toBe(400);
      expect(body?.errors).toEqual([expect.objectContaining({ field: 'maxPrice' })]);
    });
  });

  it('shows one package bare, and 404 for one that is not', async () => {
    expect((await call('GET', 'packages/101')).body).toMatchObject({
      id: 101,
      packageName: 'Dubai City Break',
    });
    expect((await call('GET', 'packages/9')).status).toBe(404);
  });

  describe('POST leads', () => {
    const lead = {
      name: 'Asha Rao',
      mobile: '98765 43210',
      email: 'asha@example.com',
      source: 'Voice Agent',
    };

    it('keeps the lead, with the defaults of the CRM', async () => {
      const { status, body } = await call('POST', 'leads', lead);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        success: true,
        id: body?.lead_id,
        data: { adults: 2, children: 0, infants: 0 },
      });
      const kept = await sandbox.send('GET', '/control/crm/leads');
      expect(kept.body).toEqual([expect.objectContaining(lead)]);
    });

    it.each([
      { mobile: '1' },
      { name: '' },
      { name: 'A', email: 'asha at example' },
      { name: 'A', hotelType: 'Tent' },
    ])('refuses %j', async (bad) => {
      const { status, body } = await call('POST', 'leads', bad);
      expect(status).toBe(400);
      expect(body).toMatchObject({ success: false, code: 'bad_input' });
    });

    it('is made once per idempotency key, and not with another body', async () => {
      const key = { 'idempotency-key': 'k1' };
      const first = await call('POST', 'leads', lead, key);
      const again = await call('POST', 'leads', lead, key);
      expect(again.body).toEqual(first.body);
      expect((await call('POST', 'leads', { ...lead, name: 'Other' }, key)).status).toBe(422);
      expect((await sandbox.send('GET', '/control/crm/leads')).body).toHaveLength(1);
    });
  });

  describe('POST quotes', () => {
    const quote = {
      customerName: 'Asha Rao',
      items: [{ description: 'Bali', quantity: 3, unitPrice: 33.3 }],
    };

    it('adds up what it was not told', async () => {
      const { status, body } = await call('POST', 'quotes', quote);
      expect(status).toBe(201);
      expect(body).toMatchObject({ success: true, totalAmount: 99.9, currency: 'USD' });
      expect(body?.validUntil).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect((await call('GET', `quotes/${String(body?.quoteId)}`)).body).toMatchObject({
        customerName: 'Asha Rao',
      });
      expect((await sandbox.send('GET', '/control/crm/quotes')).body).toHaveLength(1);
    });

    it('refuses one without items', async () => {
      expect((await call('POST', 'quotes', { customerName: 'A', items: [] })).status).toBe(400);
      expect(
        (
          await call('POST', 'quotes', {
            customerName: 'A',
            items: [{ description: 'x', quantity: 0, unitPrice: 1 }],
          })
        ).status,
      ).toBe(400);
    });
  });
});
