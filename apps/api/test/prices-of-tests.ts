import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOURCE = 'https://vendors.example/prices';
const PRICES = [
  { vendor: 'ear', model: 'ear-1', audioMinute: 0.6, source: SOURCE },
  { vendor: 'mouth', model: 'mouth-1', thousandCharacters: 10, source: SOURCE },
];

/** Nothing was used. */
export const UNUSED = {
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  inputAudioTokens: 0,
  outputAudioTokens: 0,
  seconds: 0,
};

/** A minute that `ear` hears costs 60 cents, a character that `mouth` speaks one cent. */
export function pricesFile(content: unknown = { version: 'of-tests', prices: PRICES }) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-prices-'));
  const file = join(folder, 'prices.json');
  writeFileSync(file, JSON.stringify(content));
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}
