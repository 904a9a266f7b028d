import { ask, NoAnswer } from '../ask.ts';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';
import { withoutKey } from '../vendor-state.ts';

/** Where a vendor is asked something that costs nothing and needs the key. */
interface Place {
  key: string;
  /** The variable that the key came from. */
  variable: string;
  base: string;
  path: string;
  headers: Record<string, string>;
}

interface KeyedVendor {
  part: string;
  title: string;
  /** The variable that makes it real. */
  variable: string;
  baseVariable: string;
  /** Undefined without a key. */
  place: (env: NodeJS.ProcessEnv) => Place | undefined;
}

export const deepgram = keyCheck({
  part: 'deepgram',
  title: 'Deepgram',
  variable: 'DEEPGRAM_API_KEY',
  baseVariable: 'DEEPGRAM_BASE_URL',
  place: (env) =>
    placeOf(env, ['DEEPGRAM_API_KEY'], (key) => ({
      base: given(env, 'DEEPGRAM_BASE_URL') ?? 'https://api.deepgram.com',
      path: '/v1/projects',
      headers: { authorization: `Token ${key}` },
    })),
});

export const assemblyai = keyCheck({
  part: 'assemblyai',
  title: 'AssemblyAI',
  variable: 'ASSEMBLYAI_API_KEY',
  baseVariable: 'ASSEMBLYAI_BASE_URL',
  place: (env) =>
    placeOf(env, ['ASSEMBLYAI_API_KEY'], (key) => ({
      base: given(env, 'ASSEMBLYAI_BASE_URL') ?? 'https://streaming.assemblyai.com',
      path: '/v3/token?expires_in_seconds=60',
      headers: { authorization: key },
    })),
});

export const grok = keyCheck({
  part: 'grok',
  title: 'Grok',
  variable: 'GROK_API_KEY',
  baseVariable: 'GROK_BASE_URL',
  place: (env) =>
    placeOf(env, ['GROK_API_KEY', 'XAI_API_KEY', 'OPENROUTER_API_KEY'], (key, variable) => {
      const usual =
        variable === 'OPENROUTER_API_KEY' ? 'https://openrouter.ai/api/v1' : 'https://api.x.ai/v1';
      const base = given(env, 'GROK_BASE_URL') ?? usual;
      // OpenRouter shows its models to everybody.
      const path = /\bopenrouter\b/.test(base) ? '/key' : '/models';
      return { base, path, headers: { authorization: `Bearer ${key}` } };
    }),
});

export const cartesia = keyCheck({
  part: 'cartesia',
  title: 'Cartesia',
  variable: 'CARTESIA_API_KEY',
  baseVariable: 'CARTESIA_BASE_URL',
  place: (env) =>
    placeOf(env, ['CARTESIA_API_KEY'], (key) => ({
      base: given(env, 'CARTESIA_BASE_URL') ?? 'https://api.cartesia.ai',
      path: '/voices?limit=1',
      headers: { 'x-api-key': key, 'cartesia-version': '2025-04-16' },
    })),
});

export const elevenlabs = keyCheck({
  part: 'elevenlabs',
  title: 'ElevenLabs',
  variable: 'ELEVEN_API_KEY',
  baseVariable: 'ELEVEN_BASE_URL',
  place: (env) =>
    placeOf(env, ['ELEVEN_API_KEY', 'ELEVENLABS_API_KEY'], (key) => ({
      base: given(env, 'ELEVEN_BASE_URL') ?? 'https://api.elevenlabs.io/v1',
      path: '/models',
      headers: { 'xi-api-key': key },
    })),
});

/** The first variable that is set has the key. */
function placeOf(
  env: NodeJS.ProcessEnv,
  variables: string[],
  rest: (key: string, variable: string) => Omit<Place, 'key' | 'variable'>,
): Place | undefined {
  const variable = variables.find((name) => given(env, name));
  const key = variable && given(env, variable);
  return variable && key ? { key, variable, ...rest(key, variable) } : undefined;
}

/** Whether a vendor takes its key. */
function keyCheck(vendor: KeyedVendor): Check {
  return {
    part: vendor.part,
    deadlineMs: 8_000,
    look: async (surroundings, signal) => [await keyVerdict(vendor, surroundings, signal)],
  };
}

async function keyVerdict(
  vendor: KeyedVendor,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<Verdict> {
  const place = vendor.place(surroundings.env);
  if (!place) return withoutKey(surroundings, [vendor.variable]);
  const base = place.base.replace(/\/+$/, '').replace(/^ws/, 'http');
  try {
    const { status } = await ask(`${base}${place.path}`, { headers: place.headers }, signal);
    return status < 300 ? ok('real; the key is taken') : refusal(vendor, place, base, status);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return wrong(
      `${vendor.title} does not answer at ${base} (${error.reason})`,
      `look at ${vendor.baseVariable} and at the way out of this network (proxy, firewall, DNS)`,
    );
  }
}

function refusal(
  { title, baseVariable }: KeyedVendor,
  { variable }: Place,
  base: string,
  status: number,
): Verdict {
  switch (status) {
    // xAI answers so to a wrong key.
    case 400:
    case 401:
    case 403:
      return wrong(
        `${title} refuses the key (${status})`,
        `set ${variable} to a valid one; without it the sandbox stands in`,
      );
    case 402:
      return wrong(
        `the account of ${variable} is empty (402)`,
        `pay in, or set ${variable} to one of another account`,
      );
    case 404:
      return wrong(`there is no ${title} at ${base} (404)`, `look at ${baseVariable}, or leave it out`);
    case 429:
      return warning(`${title} wants fewer requests of this key (429)`, `look at the limits of ${variable}`);
    default:
      return warning(`${title} answers ${status}`, `see its status page, and ${baseVariable} if you set it`);
  }
}
