import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { complaintsOf } from '#config';
import { costOf } from './price-table.js';
import { readPriceTable } from './read-price-table.js';

const EXAMPLE = resolve(import.meta.dirname, '../../../../deploy/prices.example.json');

describe(readPriceTable.name, () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-prices-'));
  const file = join(folder, 'prices.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  const complaints = async (text: string) => {
    writeFileSync(file, text);
    return (await complaintsOf(() => readPriceTable(file, 'PRICES_FILE'))).join('\n');
  };
  const price = { vendor: 'acme', model: 'word', inputTokens: 1, source: 'https://acme.example' };

  it('reads the example', () => {
    const table = readPriceTable(EXAMPLE, 'PRICES_FILE');
    const [first] = table.prices;
    const none = {
      inputTokens: 0,
      outputTokens: 0,
      cachedTokens: 0,
      inputAudioTokens: 0,
      outputAudioTokens: 0,
    };
    const used = { ...none, vendor: '', model: '', audioSeconds: 0, characters: 0 };
    expect(costOf({ ...used, vendor: first?.vendor ?? '', model: first?.model ?? '' }, table)).toBe(0);
    expect(costOf(used, table)).toBeNull();
  });

  it.each<[string, unknown, RegExp]>([
    ['no version', { prices: [] }, /^PRICES_FILE: version: /],
    ['no prices', { version: '1' }, /^PRICES_FILE: prices: /],
    [
      'a price below nothing',
      { version: '1', prices: [{ ...price, inputTokens: -1 }] },
      /prices\.0\.inputTokens: /,
    ],
    [
      'a price in words',
      { version: '1', prices: [price, { ...price, audioMinute: '2' }] },
      /prices\.1\.audioMinute: /,
    ],
    ['a price of nobody', { version: '1', prices: [{ ...price, vendor: '' }] }, /prices\.0\.vendor: /],
    [
      'a field that nobody reads',
      { version: '1', prices: [{ ...price, perHour: 1 }] },
      /prices\.0: .*perHour/,
    ],
    [
      'two prices for one model',
      { version: '1', prices: [price, price] },
      /prices\.1\.model: has a price already/,
    ],
    ['a list alone', [price], /^PRICES_FILE: the file: /],
  ])('refuses %s by its field', async (_, content, complaint) => {
    expect(await complaints(JSON.stringify(content))).toMatch(complaint);
  });

  it('refuses what is no JSON, and a file that is not there', async () => {
    expect(await complaints('{')).toBe('PRICES_FILE: must be JSON');
    const missing = () => readPriceTable(join(folder, 'none.json'), 'PRICES_FILE');
    expect(await complaintsOf(missing)).toEqual(['PRICES_FILE: must be a file that can be read']);
  });
});
