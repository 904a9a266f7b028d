import { jest } from '@jest/globals';
import { leadBody, packagesQuery, quoteBody } from './trip-and-event.requests.js';

describe(leadBody.name, () => {
  it('speaks the names and fixed values of the CRM and leaves out what was not said', () => {
    const said = {
      name: 'Asha Rao',
      phone: '+911234567890',
      email: '',
      details: 'Wants Bali.',
      children: undefined,
    };
    expect(leadBody(said)).toEqual({
      name: 'Asha Rao',
      mobile: '+911234567890',
      aiSummary: 'Wants Bali.',
      adults: 2,
      children: 0,
      infants: 0,
      source: 'Voice Agent',
      sourceType: 'voice_agent',
      utmSource: 'sanbot',
      utmMedium: 'voice',
      utmCampaign: 'orchestrated-livekit',
    });
  });

  it.each([
    ['a four-star hotel', '4 Star'],
    ['5 STAR', '5 Star'],
    ['3star', '3 Star'],
    ['two stars', '2 Star'],
    ['beach resort', 'Resort'],
    ['a private villa', 'Villa'],
    ['home stay', 'Homestay'],
  ])('hears the hotel type in "%s"', (words, type) => {
    expect(leadBody({ name: 'A', hotelType: words })).toHaveProperty('hotelType', type);
  });

  it.each([
    ['room only', 'EP'],
    ['breakfast included', 'CP'],
    ['half-board', 'MAP'],
    ['breakfast and dinner', 'MAP'],
    ['full board', 'AP'],
    ['all meals', 'AP'],
    ['ap', 'AP'],
    ['MAP', 'MAP'],
  ])('hears the meal plan in "%s"', (words, code) => {
    expect(leadBody({ name: 'A', mealPlan: words })).toHaveProperty('mealPlan', code);
  });

  it('keeps words that the CRM has no code for', () => {
    const body = leadBody({
      name: 'A',
      specialRequirement: 'Ground floor',
      hotelType: 'treehouse',
      mealPlan: 'vegan',
    });
    expect(body).toHaveProperty('specialRequirement', 'Ground floor. Hotel: treehouse. Meals: vegan');
    expect(body).not.toHaveProperty('hotelType');
    expect(body).not.toHaveProperty('mealPlan');
  });
});

describe(quoteBody.name, () => {
  afterEach(() => void jest.useRealTimers());

  it('adds up to the cent and holds for 30 days', () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T23:59:59Z') });
    const items = [
      { description: 'Bali', quantity: 3, unitPrice: 0.1 },
      { description: 'Visa', quantity: 1, unitPrice: 0.2 },
    ];
    expect(quoteBody({ customerName: 'Asha Rao', leadId: '42', notes: '', items })).toEqual({
      customerName: 'Asha Rao',
      leadId: '42',
      items: [
        { description: 'Bali', quantity: 3, unitPrice: 0.1, total: 0.3 },
        { description: 'Visa', quantity: 1, unitPrice: 0.2, total: 0.2 },
      ],
      totalAmount: 0.5,
      currency: 'USD',
      validUntil: '2026-12-21',
      source: 'Voice Agent',
    });
  });
});

describe(packagesQuery.name, () => {
  it('never asks for less than a night', () => {
    expect(packagesQuery({ nights: 1 }, 5)).toMatchObject({ minNights: 1, maxNights: 2 });
  });
});
