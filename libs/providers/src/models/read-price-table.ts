import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { InvalidConfiguration } from '#config';
import type { PriceTable } from './price-table.js';

const dollars = z.number().nonnegative().optional();

const PriceFile = z.strictObject({
  version: z.string().min(1),
  prices: z
    .array(
      z.strictObject({
        vendor: z.string().min(1),
        model: z.string().min(1),
        inputTokens: dollars,
        outputTokens: dollars,
        cachedTokens: dollars,
        inputAudioTokens: dollars,
        outputAudioTokens: dollars,
        audioMinute: dollars,
        thousandCharacters: dollars,
        source: z.string().min(1),
      }),
    )
    .superRefine((prices, context) => {
      const seen = new Set<string>();
      prices.forEach(({ vendor, model }, index) => {
        const name = JSON.stringify([vendor, model]);
        if (seen.has(name))
          context.addIssue({ code: 'custom', path: [index, 'model'], message: 'has a price already' });
        seen.add(name);
      });
    }),
});

/** Prices that an operator wrote down. @throws InvalidConfiguration that names the variable and each field that does not fit. */
export function readPriceTable(file: string, variable: string): PriceTable {
  const table = PriceFile.safeParse(readJson(file, variable));
  if (table.success) return table.data;
  throw new InvalidConfiguration(
    table.error.issues.map(({ path, message }) => `${variable}: ${path.join('.') || 'the file'}: ${message}`),
  );
}

function readJson(file: string, variable: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isSyntax = error instanceof SyntaxError;
    throw new InvalidConfiguration([
      `${variable}: ${isSyntax ? 'must be JSON' : 'must be a file that can be read'}`,
    ]);
  }
}
