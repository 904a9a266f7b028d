import {
  readLead,
  readLogin,
  readPackage,
  readPackages,
  readQuote,
  saysNo,
} from './trip-and-event.replies.js';

describe(readLogin.name, () => {
  it.each([
    { data: { accessToken: 't' } },
    { data: { access_token: 't' } },
    { success: true, data: { token: 't' } },
    { accessToken: 't' },
    { access_token: 't' },
    { token: 't' },
  ])('finds the token in %j', (body) => {
    expect(readLogin(body)).toEqual({ token: 't', lifeMs: undefined });
  });

  it('reads how long it lives, beside the token or around it', () => {
    expect(readLogin({ expires_in: '900', data: { access_token: 't' } })).toEqual({
      token: 't',
      lifeMs: 900_000,
    });
    expect(readLogin({ data: { accessToken: 't', expiresIn: 60 } })).toEqual({ token: 't', lifeMs: 60_000 });
  });

  it.each([undefined, '', '<html>', [], {}, { token: '' }, { data: null }])('finds none in %j', (body) => {
    expect(readLogin(body)).toBeUndefined();
  });
});

describe(readPackages.name, () => {
  const item = { id: 1, name: 'Bali' };

  it.each([
    { success: true, packages: [item], total: 1, page: 1, limit: 5 },
    { data: [item] },
    { data: { packages: [item] } },
    [item],
  ])('finds the list in %j', (body) => {
    expect(readPackages(body)).toMatchObject([{ id: '1', name: 'Bali' }]);
  });

  it('passes over entries that are no packages', () => {
    expect(readPackages([null, 'x', { id: 2 }, { packageName: 'no id' }, item])).toHaveLength(1);
  });

  it.each([undefined, null, '', '<html>', {}, { packages: 'none' }])('is no list: %j', (body) => {
    expect(readPackages(body)).toBeUndefined();
  });
});

describe(readPackage.name, () => {
  const read = {
    id: '7',
    name: 'Bali Beach Escape',
    type: 'with_flight',
    description: 'Sea.',
    basePrice: 1_499,
    price: 1_299.5,
    currency: 'USD',
    nights: 5,
    days: 6,
    minPax: 2,
    maxPax: 6,
    destinations: ['Bali', 'Lombok'],
    inclusions: ['Breakfast'],
    exclusions: ['Visa'],
    tags: [],
    status: 'active',
  };

  it('reads camelCase', () => {
    const { name, type, price, nights, days, ...same } = read;
    const body = {
      ...same,
      packageName: name,
      packageType: type,
      sellingPrice: price,
      totalNights: nights,
      totalDays: days,
    };
    expect(readPackage(body)).toEqual(read);
    expect(readPackage({ data: body })).toEqual(read);
  });

  it('reads snake_case, numbers as text and lists in other forms', () => {
    expect(
      readPackage({
        id: 7,
        package_name: ' Bali Beach Escape ',
        package_type: 'with_flight',
        description: 'Sea.',
        base_price: '1,499.00',
        selling_price: '1299.50',
        currency: 'usd',
        total_nights: '5',
        total_days: 6,
        min_pax: 2,
        max_pax: 6,
        destinations: 'Bali, Lombok',
        inclusions: [{ name: 'Breakfast' }, { name: '' }],
        exclusions: ['Visa'],
        tags: null,
        status: 'active',
      }),
    ).toEqual(read);
  });

  it('takes the base price when there is no other, and knows nothing that was not said', () => {
    expect(readPackage({ id: '7', name: 'Bali', basePrice: 10 })).toMatchObject({
      price: 10,
      currency: null,
      nights: null,
    });
  });
});

describe(readLead.name, () => {
  it.each([
    [{ success: true, id: 42 }, '42'],
    [{ lead_id: 'l-42' }, 'l-42'],
    [{ success: true, data: { id: 42 } }, '42'],
    [{ data: { leadId: '42' } }, '42'],
    [{ success: true }, null],
    ['', null],
  ])('reads %j', (body, id) => {
    expect(readLead(body)).toMatchObject({ id });
  });

  it('takes a web page for no answer', () => {
    expect(readLead('<html>')).toBeUndefined();
  });
});

describe(readQuote.name, () => {
  const asked = { total: 100, currency: 'USD', validUntil: '2030-01-31' };
  const said = {
    quoteId: 'q1',
    quoteNumber: 'Q-1',
    totalAmount: '99.50',
    currency: 'EUR',
    pdfUrl: 'https://x/q1.pdf',
  };

  it.each([said, { data: said }, { result: { data: said } }])('reads %j', (body) => {
    expect(readQuote(body, asked)).toEqual({
      id: 'q1',
      number: 'Q-1',
      total: 99.5,
      currency: 'EUR',
      pdfUrl: 'https://x/q1.pdf',
      validUntil: '2030-01-31',
    });
  });

  it('keeps what was asked for where the CRM is silent, and reads the short names', () => {
    expect(readQuote({ id: 3, number: 4, total: 5 }, asked)).toEqual({
      ...asked,
      id: '3',
      number: '4',
      total: 5,
      pdfUrl: null,
    });
  });

  it.each(['', '<html>', []])('is no quote: %j', (body) => {
    expect(readQuote(body, asked)).toBeUndefined();
  });
});

describe(saysNo.name, () => {
  it.each([{ success: false }, { error: { message: 'm', code: 'c' } }])('hears a no in %j', (body) => {
    expect(saysNo(body)).toBe(true);
  });

  it.each([{ success: true, error: null }, {}, [], '', { result: { data: {} } }])(
    'hears none in %j',
    (body) => {
      expect(saysNo(body)).toBe(false);
    },
  );
});
