import { costOf, PRICES } from './price-table.js';
import type { PriceTable, Usage } from './price-table.js';

const source = 'https://vendor.example/prices';
const table: PriceTable = {
  version: '2026-11-21',
  prices: [
    { vendor: 'openai', model: 'word', inputTokens: 2, outputTokens: 8, cachedTokens: 0.5, source },
    { vendor: 'openai', model: 'plain', inputTokens: 2, outputTokens: 8, source },
    { vendor: 'deepgram', model: 'ear', audioMinute: 0.006, source },
    { vendor: 'cartesia', model: 'mouth', thousandCharacters: 0.05, source },
    {
      vendor: 'openai',
      model: 'live',
      inputTokens: 4,
      outputTokens: 16,
      inputAudioTokens: 32,
      outputAudioTokens: 64,
      source,
    },
  ],
};
const none: Usage = {
  vendor: 'openai',
  model: 'word',
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  inputAudioTokens: 0,
  outputAudioTokens: 0,
  audioSeconds: 0,
  characters: 0,
};

describe(costOf.name, () => {
  it.each<[string, Partial<Usage>, number]>([
    ['words', { inputTokens: 1e6, outputTokens: 1e6 }, 10],
    ['words that were seen before', { inputTokens: 1e6, cachedTokens: 5e5 }, 1.25],
    ['the same without a price of their own', { model: 'plain', inputTokens: 1e6, cachedTokens: 5e5 }, 2],
    ['hearing', { vendor: 'deepgram', model: 'ear', audioSeconds: 90 }, 0.009],
    ['speaking', { vendor: 'cartesia', model: 'mouth', characters: 500 }, 0.025],
    [
      'sound among words',
      { model: 'live', inputTokens: 1e6, inputAudioTokens: 5e5, outputTokens: 1e6, outputAudioTokens: 1e6 },
      82,
    ],
    ['nothing', {}, 0],
  ])('adds up what %s cost', (_, used, dollars) => {
    expect(costOf({ ...none, ...used }, table)).toBeCloseTo(dollars, 9);
  });

  it.each<[string, Partial<Usage>]>([
    ['a model that nobody knows', { model: 'of-tomorrow' }],
    ['another vendor’s model of that name', { vendor: 'grok' }],
    ['something that has no price', { inputTokens: 1, characters: 1 }],
  ])('says that it does not know what %s costs', (_, used) => {
    expect(costOf({ ...none, ...used }, table)).toBeNull();
  });

  it('knows what a minute of OpenAI`s realtime model costs', () => {
    // A token of what is heard is 100 ms, of what is said 50 ms (developers.openai.com/api/docs/guides/realtime-costs).
    const minute = { inputTokens: 600, inputAudioTokens: 600, outputTokens: 1_200, outputAudioTokens: 1_200 };
    expect(costOf({ ...none, model: 'gpt-realtime-2.1', ...minute })).toBeCloseTo(0.0192 + 0.0768, 6);
    expect(costOf({ ...none, model: 'gpt-realtime-2.1', audioSeconds: 1 })).toBeNull();
  });

  it('has a source for each of its own', () => {
    const names = PRICES.prices.map(({ vendor, model }) => `${vendor}/${model}`);
    expect(new Set(names).size).toBe(names.length);
    for (const price of PRICES.prices) expect(URL.canParse(price.source)).toBe(true);
  });
});
