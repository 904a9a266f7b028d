import { samplePackage } from '../testing/index.js';
import {
  CrmNotConfigured,
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  QuotesNotSupported,
} from './crm.errors.js';
import { failureAnswer, leadAnswer, packageAnswer, packagesAnswer, quoteAnswer } from './tool-answers.js';

describe('what tools answer the model', () => {
  it('lists packages with what can be said of them, and no more', () => {
    expect(packagesAnswer([samplePackage()])).toEqual({
      success: true,
      count: 1,
      packages: [
        {
          id: 'pkg-1',
          name: 'Bali Beach Escape',
          price: 1_299,
          currency: 'USD',
          nights: 5,
          days: 6,
          destinations: ['Bali'],
        },
      ],
      voice_summary: 'I found one package: Bali Beach Escape, 5 nights, for 1299 US dollars.',
    });
  });

  it('describes one package', () => {
    expect(packageAnswer(samplePackage())).toMatchObject({
      success: true,
      id: 'pkg-1',
      inclusions: ['Breakfast', 'Airport transfer'],
      voice_description: 'Bali Beach Escape, 5 nights, for 1299 US dollars.',
    });
  });

  it('gives the id of a lead', () => {
    expect(leadAnswer({ id: '17', message: null })).toEqual({
      success: true,
      message: 'The customer is saved.',
      lead_id: '17',
    });
  });

  it('gives number, total and end of a quote', () => {
    const quote = {
      id: '7',
      number: 'Q-7',
      total: 2_598,
      currency: 'USD',
      pdfUrl: null,
      validUntil: '2030-01-31',
    };
    expect(quoteAnswer(quote)).toEqual({
      success: true,
      quoteId: '7',
      quoteNumber: 'Q-7',
      total: 2_598,
      currency: 'USD',
      validUntil: '2030-01-31',
      voice_summary: 'The total is 2598 US dollars. Quote Q-7 is valid until January 31, 2030.',
    });
  });

  it.each([
    [new CrmUnavailable('it answered 503'), /cannot be reached/],
    [new CrmRefused('it answered 422'), /did not accept/],
    [new CrmUnknownOutcome('no answer'), /not known.*Do not try again/],
    [new CrmNotConfigured(), /No CRM is connected/],
    [new QuotesNotSupported(), /not stored/],
  ])('is honest about %s', (error, message) => {
    expect(failureAnswer(error)).toEqual({
      success: false,
      message: expect.stringMatching(message) as string,
    });
  });

  it('passes on what is no fact of the CRM', () => {
    const bug = new TypeError('x is undefined');
    expect(() => failureAnswer(bug)).toThrow(bug);
  });
});
