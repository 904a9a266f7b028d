import { z } from 'zod';
import type { VendorAccess } from '../openai-access.js';
import { VendorFault } from '../vendor-fault.js';
import { readJson } from './read-json.js';
import { isSayable } from './sayable.js';
import { SPEAKING_DEADLINES } from './sentence-sound.js';
import type { SpeakingDeadlines } from './sentence-sound.js';
import type { WireNews } from './speech-wire.js';
import { SpeechWires } from './speech-wires.js';
import { SPEAKING_RATE, Synthesizer } from './synthesizer.js';
import type { SpeakingSettings } from './synthesizer.js';

/** https://docs.cartesia.ai/2026-03-01/api-reference/tts/websocket */
const CARTESIA_VERSION = '2026-03-01';
/** A socket scales to dozens of sentences at once, says the vendor; the account's limit is met before. */
const CONTEXTS_AT_MOST = 40;
/** The vendor cuts after five minutes. */
const RENEW_AFTER_MS = 270_000;

interface CartesiaOptions extends Partial<SpeakingDeadlines> {
  /** Its base URL is the origin. */
  access: VendorAccess;
  model: string;
  voice: string;
  version?: string;
  renewAfterMs?: number;
}

const OUTPUT_FORMAT = { container: 'raw', encoding: 'pcm_s16le', sample_rate: SPEAKING_RATE };

/** Cartesia, over one socket for all talks: each sentence is a context of its own. */
export class CartesiaSynthesizer extends Synthesizer {
  readonly vendor = 'cartesia';
  readonly modelName: string;
  readonly voice: string;
  private readonly deadlines: SpeakingDeadlines;
  private readonly wires: SpeechWires;

  constructor({
    access,
    model,
    voice,
    version = CARTESIA_VERSION,
    renewAfterMs = RENEW_AFTER_MS,
    ...deadlines
  }: CartesiaOptions) {
    super();
    this.modelName = model;
    this.voice = voice;
    this.deadlines = { ...SPEAKING_DEADLINES, ...deadlines };
    this.wires = SpeechWires.borrow({
      url: `${access.baseUrl.replace(/^http/, 'ws')}/tts/websocket`,
      headers: { 'X-API-Key': access.apiKey, 'Cartesia-Version': version },
      contextsAtMost: CONTEXTS_AT_MOST,
      renewAfterMs,
      connectWithinMs: this.deadlines.connectWithinMs,
      takeBack: (contextId) => ({ context_id: contextId, cancel: true }),
      read,
    });
  }

  async *speak(text: string, { language }: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array> {
    if (!isSayable(text)) return;
    const ask = (contextId: string) => [
      {
        model_id: this.modelName,
        transcript: text,
        voice: { mode: 'id', id: this.voice },
        output_format: OUTPUT_FORMAT,
        context_id: contextId,
        continue: false,
        max_buffer_delay_ms: 0,
        ...(language && { language: language.split('-')[0] }),
      },
    ];
    yield* this.wires.speak({ text, ask, deadlines: this.deadlines }, signal);
  }

  async warm(): Promise<void> {
    // Who speaks next meets the fault again.
    await this.wires.warm().catch(() => undefined);
  }

  close(): Promise<void> {
    return this.wires.giveBack();
  }
}

/** Errors have two shapes: the older one tells `error`, from 2026-03-01 on there is `error_code`. */
const Frame = z.object({
  type: z.string(),
  context_id: z.string().nullish(),
  data: z.string().nullish(),
  done: z.boolean().nullish(),
  status_code: z.number().nullish(),
  error_code: z.string().nullish(),
});

function read(data: Buffer): WireNews | undefined {
  const frame = readJson(Frame, data);
  if (!frame) return undefined;
  const contextId = frame.context_id ?? undefined;
  if (frame.type === 'error') return { contextId, fault: faultOf(frame) };
  if (frame.type === 'done') return { contextId, isFinal: true };
  if (frame.type !== 'chunk') return undefined;
  return { contextId, sound: frame.data ? Buffer.from(frame.data, 'base64') : undefined };
}

function faultOf({ error_code: code, status_code: status }: z.infer<typeof Frame>): VendorFault {
  const known = VendorFault.ofErrorCode(code);
  if (known) return known;
  if (code === 'concurrency_limited') return new VendorFault('rate_limited', 429);
  return status && status >= 400 ? VendorFault.ofStatus(status) : new VendorFault('answer_failed');
}
