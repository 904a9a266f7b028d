import type { OpenAiConfig } from './openai.config.js';

/** Where a vendor is reached and with what. */
export interface VendorAccess {
  apiKey: string;
  /** Without a trailing slash: the realtime plugin would double it. */
  baseUrl: string;
  /** The sandbox stands in: answers it had a part in say so. */
  simulated: boolean;
}

/** Real with a key; the sandbox where one runs; undefined when there is neither. */
export function openAiAccess({ apiKey, baseUrl, sandboxUrl }: OpenAiConfig): VendorAccess | undefined {
  if (apiKey) return { apiKey, baseUrl: withoutSlash(baseUrl), simulated: false };
  if (sandboxUrl)
    return { apiKey: 'sandbox', baseUrl: `${withoutSlash(sandboxUrl)}/openai/v1`, simulated: true };
  return undefined;
}

export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
