import { samplePackage } from '../testing/index.js';
import { spokenMoney, spokenPackages, spokenQuote } from './spoken.js';

describe(spokenPackages.name, () => {
  it('says that there is none', () => {
    expect(spokenPackages([])).toBe('I found no package that fits.');
  });

  it('names one with its nights and price, and a place that its name does not say', () => {
    const bali = samplePackage({ destinations: ['Bali', 'Lombok'] });
    expect(spokenPackages([bali])).toBe(
      'I found one package: Bali Beach Escape, 5 nights in Lombok, for 1299 US dollars.',
    );
  });

  it('names two of many', () => {
    const kyoto = samplePackage({
      name: 'Kyoto Gardens',
      destinations: [],
      nights: 1,
      price: 49.5,
      currency: 'EUR',
    });
    expect(spokenPackages([samplePackage(), kyoto, samplePackage()])).toBe(
      'I found 3 packages. One is Bali Beach Escape, 5 nights, for 1299 US dollars. ' +
        'Another is Kyoto Gardens, 1 night, for 49.50 euros.',
    );
  });

  it('leaves out what the CRM did not say', () => {
    const bare = samplePackage({ nights: null, price: null, destinations: [] });
    expect(spokenPackages([bare])).toBe('I found one package: Bali Beach Escape.');
  });
});

describe(spokenMoney.name, () => {
  it.each([
    [85_000, 'INR', '85000 Indian rupees'],
    [1, 'USD', '1 US dollar'],
    [0.5, null, '0.50'],
    [12, 'Rs.', '12 Rs.'],
  ])('says %d %s as %s', (amount, currency, said) => {
    expect(spokenMoney(amount, currency)).toBe(said);
  });
});

describe(spokenQuote.name, () => {
  const quote = {
    id: '7',
    number: 'Q-7',
    total: 2_598,
    currency: 'USD',
    pdfUrl: null,
    validUntil: '2030-01-31',
  };

  it('says total, number and how long it holds', () => {
    expect(spokenQuote(quote)).toBe(
      'The total is 2598 US dollars. Quote Q-7 is valid until January 31, 2030.',
    );
  });

  it('says only the total when nothing else is known', () => {
    expect(spokenQuote({ ...quote, number: null, validUntil: 'soon' })).toBe('The total is 2598 US dollars.');
  });
});
