import { z } from 'zod';
import type { VendorAccess } from '../openai-access.js';
import { VendorFault } from '../vendor-fault.js';
import type { FaultReason } from '../vendor-fault.js';
import { readJson } from './read-json.js';
import { isSayable } from './sayable.js';
import { SPEAKING_DEADLINES } from './sentence-sound.js';
import type { SpeakingDeadlines } from './sentence-sound.js';
import type { WireNews } from './speech-wire.js';
import { SpeechWires } from './speech-wires.js';
import { SPEAKING_RATE, Synthesizer } from './synthesizer.js';
import type { SpeakingSettings } from './synthesizer.js';

/** Beyond it the vendor closes the socket and all that is spoken there. */
const CONTEXTS_AT_MOST = 5;
/** The longest the vendor allows. */
const IDLE_SECONDS = 180;
const RENEW_AFTER_MS = 150_000;

interface ElevenLabsOptions extends Partial<SpeakingDeadlines> {
  /** Its base URL ends with `/v1`. */
  access: VendorAccess;
  model: string;
  voice: string;
  renewAfterMs?: number;
}

/** ElevenLabs, over sockets for all talks that speak a language: each sentence is a context of its own, and five share a socket. */
export class ElevenLabsSynthesizer extends Synthesizer {
  readonly vendor = 'elevenlabs';
  readonly modelName: string;
  readonly voice: string;
  private readonly access: VendorAccess;
  private readonly renewAfterMs: number;
  private readonly deadlines: SpeakingDeadlines;
  private readonly wires = new Map<string | undefined, SpeechWires>();
  private lastLanguage: string | undefined;

  constructor({ access, model, voice, renewAfterMs = RENEW_AFTER_MS, ...deadlines }: ElevenLabsOptions) {
    super();
    this.access = access;
    this.modelName = model;
    this.voice = voice;
    this.renewAfterMs = renewAfterMs;
    this.deadlines = { ...SPEAKING_DEADLINES, ...deadlines };
  }

  async *speak(text: string, { language }: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array> {
    if (!isSayable(text)) return;
    const ask = (contextId: string) => [
      { context_id: contextId, text: ' ' },
      { context_id: contextId, text: `${text} `, flush: true },
      // What was flushed is spoken all the same; without this the vendor would wait for more.
      takeBack(contextId),
    ];
    // Other models than these refuse to be told the language, and hear it from the text.
    this.lastLanguage = this.modelName.endsWith('_v2_5') ? language?.split('-')[0] : undefined;
    yield* this.wiresFor(this.lastLanguage).speak({ text, ask, deadlines: this.deadlines }, signal);
  }

  async warm(): Promise<void> {
    // Who speaks next meets the fault again.
    await this.wiresFor(this.lastLanguage)
      .warm()
      .catch(() => undefined);
  }

  async close(): Promise<void> {
    const borrowed = [...this.wires.values()];
    this.wires.clear();
    await Promise.all(borrowed.map((wires) => wires.giveBack()));
  }

  private wiresFor(language: string | undefined): SpeechWires {
    const known = this.wires.get(language);
    if (known) return known;
    const query = new URLSearchParams({
      model_id: this.modelName,
      output_format: `pcm_${SPEAKING_RATE}`,
      inactivity_timeout: String(IDLE_SECONDS),
      sync_alignment: 'true',
      auto_mode: 'true',
      ...(language && { language_code: language }),
    });
    const place = `${this.access.baseUrl.replace(/^http/, 'ws')}/text-to-speech/${encodeURIComponent(this.voice)}`;
    const wires = SpeechWires.borrow({
      url: `${place}/multi-stream-input?${query}`,
      headers: { 'xi-api-key': this.access.apiKey },
      contextsAtMost: CONTEXTS_AT_MOST,
      renewAfterMs: this.renewAfterMs,
      connectWithinMs: this.deadlines.connectWithinMs,
      takeBack,
      read,
    });
    this.wires.set(language, wires);
    return wires;
  }
}

function takeBack(contextId: string): object {
  return { context_id: contextId, close_context: true };
}

/** The vendor's descriptions disagree on some names; both are read. */
const Frame = z.object({
  contextId: z.string().nullish(),
  context_id: z.string().nullish(),
  audio: z.string().nullish(),
  alignment: z
    .object({ chars: z.array(z.string()) })
    .nullish()
    .catch(undefined),
  isFinal: z.boolean().nullish(),
  is_final: z.boolean().nullish(),
  error: z.string().nullish(),
});

function read(data: Buffer): WireNews | undefined {
  const frame = readJson(Frame, data);
  if (!frame) return undefined;
  return {
    contextId: frame.contextId ?? frame.context_id ?? undefined,
    sound: frame.audio ? Buffer.from(frame.audio, 'base64') : undefined,
    spoken: frame.alignment?.chars.join(''),
    isFinal: frame.isFinal ?? frame.is_final ?? false,
    fault: frame.error ? faultOf(frame.error) : undefined,
  };
}

const REASONS: ReadonlyMap<string, FaultReason> = new Map([
  ['quota_exceeded', 'quota_exhausted'],
  ['voice_not_found', 'refused'],
  ['max_active_conversations', 'rate_limited'],
  ['too_many_concurrent_requests', 'rate_limited'],
  ['rate_limit_exceeded', 'rate_limited'],
  ['system_busy', 'unavailable'],
]);

function faultOf(code: string): VendorFault {
  return VendorFault.ofErrorCode(code) ?? new VendorFault(REASONS.get(code) ?? 'answer_failed');
}
