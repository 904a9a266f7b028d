import type { ProviderChoice } from '#conversation';
import { UnknownProvider } from '../providers.errors.js';
import { REALTIME_VENDORS, VENDORS } from './vendor-name.js';

type PipelineKind = 'stt' | 'llm' | 'tts';

const LONGEST = 512;
/** As xAI and OpenRouter call it. */
const ALIASES: Record<string, string> = { xai: 'grok', 'x-ai': 'grok', openrouter: 'grok' };

/**
 * Who does a job, from the words of a caller: `deepgram`, `assemblyai/universal-streaming:en`, `cartesia/sonic-3:<voice>`. A language
 * model may be named alone: what begins with `grok` is Grok's, anything else OpenAI's.
 *
 * @throws UnknownProvider
 */
export function parseChoice(kind: PipelineKind, text: string): ProviderChoice {
  const words = text.trim();
  const [, head = '', rest = ''] = /^([^/:]*)\/?(.*)$/s.exec(words) ?? [];
  const vendor = vendorOf(kind, head);
  if (!words || words.length > LONGEST) throw new UnknownProvider(kind, head.slice(0, 64), VENDORS[kind]);
  if (kind === 'llm') return languageChoice(words, vendor, rest);
  if (!vendor || /^[^/]*:/.test(words)) throw new UnknownProvider(kind, head.slice(0, 64), VENDORS[kind]);
  const [, model = '', detail = ''] = /^([^:]*):?(.*)$/s.exec(rest) ?? [];
  return {
    vendor,
    ...(model && { model }),
    ...(detail && (kind === 'stt' ? { language: detail } : { voice: detail })),
  };
}

/**
 * Who hears, thinks and speaks at once: `xai`, `openai/gpt-realtime`. A model may be named alone: what begins with `grok` is xAI's,
 * anything else OpenAI's.
 *
 * @throws UnknownProvider
 */
export function parseRealtimeChoice(text: string): ProviderChoice {
  const words = text.trim();
  const [, head, model = ''] = /^(?:([^/]*)\/)?(.*)$/s.exec(words) ?? [];
  const alone = REALTIME_VENDORS.find((known) => known === words.toLowerCase());
  if (alone) return { vendor: alone };
  const named = head ?? (/^grok/i.test(words) ? 'xai' : 'openai');
  const vendor = REALTIME_VENDORS.find((known) => known === named.trim().toLowerCase());
  if (!vendor || !model || words.length > LONGEST) {
    throw new UnknownProvider('realtime', named.slice(0, 64), REALTIME_VENDORS);
  }
  return { vendor, model };
}

/** Ids of models hold slashes and colons of their own: `ft:gpt-4o-mini:us::x`, `vendor/model:free`. */
function languageChoice(words: string, vendor: string | undefined, rest: string): ProviderChoice {
  if (vendor && words.includes('/')) return rest ? { vendor, model: rest } : { vendor };
  if (vendor && !words.includes(':')) return { vendor };
  return { vendor: /^grok/i.test(words) ? 'grok' : 'openai', model: words };
}

function vendorOf(kind: PipelineKind, head: string): string | undefined {
  const name = head.trim().toLowerCase();
  const vendor = kind === 'llm' && Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return VENDORS[kind].find((known) => known === vendor);
}
