/** US dollars; what a vendor does not sell has no price. */
export interface Price {
  vendor: string;
  model: string;
  /** Per million tokens. */
  inputTokens?: number;
  outputTokens?: number;
  /** Those of the input that the vendor had seen before. Without a price of their own they cost as much as the others. */
  cachedTokens?: number;
  /** Per million tokens of sound; they are part of the input and output tokens. */
  inputAudioTokens?: number;
  outputAudioTokens?: number;
  /** Per minute of sound that is heard. */
  audioMinute?: number;
  /** Per thousand characters that are spoken. */
  thousandCharacters?: number;
  /** Where it is written. */
  source: string;
}

export interface PriceTable {
  /** The day on which it was compared with the sources. */
  version: string;
  prices: readonly Price[];
}

const OPENAI_MODELS = 'https://developers.openai.com/api/docs/models';
const SPEECH = { inputAudioTokens: 32, outputAudioTokens: 64 };

/** Only what its vendor documents: a model that is not here has no known price, which is not the same as none. */
export const PRICES: PriceTable = {
  version: '2026-11-29',
  prices: [
    ofOpenAi('gpt-realtime-1.5', { inputTokens: 4, cachedTokens: 0.4, outputTokens: 16, ...SPEECH }),
    ofOpenAi('gpt-realtime-2', { inputTokens: 4, cachedTokens: 0.4, outputTokens: 24, ...SPEECH }),
    ofOpenAi('gpt-realtime-2.1', { inputTokens: 4, cachedTokens: 0.4, outputTokens: 24, ...SPEECH }),
    ofOpenAi('gpt-realtime-2.1-mini', {
      ...{ inputTokens: 0.6, cachedTokens: 0.06, outputTokens: 2.4 },
      ...{ inputAudioTokens: 10, outputAudioTokens: 20 },
    }),
    ofOpenAi('gpt-realtime-whisper', { audioMinute: 0.017 }),
    ofOpenAi('gpt-live-transcribe', { audioMinute: 0.017 }),
  ],
};

function ofOpenAi(model: string, price: Omit<Price, 'vendor' | 'model' | 'source'>): Price {
  return { vendor: 'openai', model, ...price, source: `${OPENAI_MODELS}/${model}` };
}

/** What one model was used for; the counts of `usage.added`. */
export interface Usage {
  vendor: string;
  model: string;
  /** With those that were cached, and those of sound. */
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  inputAudioTokens: number;
  outputAudioTokens: number;
  /** Of sound that was heard. */
  audioSeconds: number;
  /** That were spoken. */
  characters: number;
}

/** In US dollars; null when a price of it is not known. */
export function costOf(usage: Usage, { prices }: PriceTable = PRICES): number | null {
  const price = prices.find(({ vendor, model }) => vendor === usage.vendor && model === usage.model);
  if (!price) return null;
  const input = usage.inputTokens - usage.inputAudioTokens;
  const cached = Math.min(usage.cachedTokens, input);
  const costs = [
    cost(input - cached, price.inputTokens, 1e6),
    cost(cached, price.cachedTokens ?? price.inputTokens, 1e6),
    cost(usage.outputTokens - usage.outputAudioTokens, price.outputTokens, 1e6),
    cost(usage.inputAudioTokens, price.inputAudioTokens, 1e6),
    cost(usage.outputAudioTokens, price.outputAudioTokens, 1e6),
    cost(usage.audioSeconds, price.audioMinute, 60),
    cost(usage.characters, price.thousandCharacters, 1_000),
  ];
  return costs.reduce<number | null>((sum, each) => (sum === null || each === null ? null : sum + each), 0);
}

/** What was not used costs nothing, whatever its price. */
function cost(amount: number, price: number | undefined, per: number): number | null {
  if (amount <= 0) return 0;
  return price === undefined ? null : (amount / per) * price;
}
