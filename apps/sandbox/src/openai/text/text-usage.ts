import { textTokens } from '../realtime/usage.js';

/** A vendor keeps the beginning of a long prompt, in whole blocks. */
const SHORTEST_CACHED_TOKENS = 1_024;
const CACHE_BLOCK_TOKENS = 128;

export interface TextUsage {
  input: number;
  /** Of the input: what an earlier request for the same talk has read already. */
  cached: number;
  output: number;
}

/** `before`: what was there when the model answered last; `since`: what came after it. */
export function measureText(before: unknown, since: unknown, outputTokens: number): TextUsage {
  const read = textTokens(JSON.stringify(before));
  const cached = read < SHORTEST_CACHED_TOKENS ? 0 : read - (read % CACHE_BLOCK_TOKENS);
  return { input: read + textTokens(JSON.stringify(since)), cached, output: outputTokens };
}
