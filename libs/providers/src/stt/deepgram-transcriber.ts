import { z } from 'zod';
import type { VendorAccess } from '../openai-access.js';
import { VendorFault } from '../vendor-fault.js';
import { openVendorSocket } from '../vendor-socket.js';
import type { OpenVendorSocket, SocketSpeaker, StandingSocket } from '../vendor-socket.js';
import { HearingWatch } from './hearing-watch.js';
import { HEARING_RATE, Transcriber } from './transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from './transcriber.js';
import { bytesOf, socketUrl } from './wire.js';

export const DEEPGRAM_MODEL = 'nova-3';

/** A stretch of speech is settled after so much quiet; when a turn is over is decided elsewhere. */
const ENDPOINTING_MS = 100;
/** The vendor hangs up after ten seconds without a word of ours. */
const KEEP_ALIVE_MS = 4_000;

interface DeepgramOptions {
  /** The base is an origin, of http or ws. */
  access: VendorAccess;
  model?: string;
}

/** `/v1/listen` of Deepgram. */
export class DeepgramTranscriber extends Transcriber {
  readonly vendor = 'deepgram';
  readonly modelName: string;
  private readonly access: VendorAccess;

  constructor(
    { access, model = DEEPGRAM_MODEL }: DeepgramOptions,
    private readonly openSocket: OpenVendorSocket = openVendorSocket,
  ) {
    super();
    this.access = access;
    this.modelName = model;
  }

  async open(
    settings: TranscriptionSettings,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ): Promise<Transcription> {
    const language = languageOf(settings.language, this.modelName);
    const stream = new DeepgramStream(language === undefined ? 'en' : settings.language, listener);
    const address = {
      url: socketUrl(this.access.baseUrl, '/v1/listen', {
        model: this.modelName,
        language,
        encoding: 'linear16',
        sample_rate: HEARING_RATE,
        channels: 1,
        interim_results: true,
        punctuate: true,
        smart_format: true,
        endpointing: ENDPOINTING_MS,
      }),
      headers: { Authorization: `Token ${this.access.apiKey}` },
    };
    await this.openSocket(address, stream, signal);
    return stream;
  }
}

/** The regions of which Deepgram knows a language of its own; others are refused and go by their language alone. */
const REGIONAL = new Set(
  'en-US en-GB en-AU en-IN en-NZ de-CH es-419 fr-CA nl-BE pt-BR pt-PT zh-CN zh-TW zh-HK'.split(' '),
);

/** Left out, the vendor takes everything for English; `multi` finds out, where the model can. */
function languageOf(language: string | undefined, model: string): string | undefined {
  if (language === undefined) return /^nova-[23]/.test(model) ? 'multi' : undefined;
  return REGIONAL.has(language) ? language : language.split('-')[0];
}

const Results = z.object({
  type: z.literal('Results'),
  start: z.number().default(0),
  duration: z.number().default(0),
  is_final: z.boolean().default(false),
  channel: z.object({
    alternatives: z.array(z.object({ transcript: z.string(), languages: z.array(z.string()).optional() })),
  }),
});

class DeepgramStream implements Transcription, SocketSpeaker {
  readonly farewell = JSON.stringify({ type: 'CloseStream' });
  private readonly watch = new HearingWatch({ stalled: () => this.socket?.cut(new VendorFault('stalled')) });
  private socket: StandingSocket | undefined;
  private keepingAlive: NodeJS.Timeout | undefined;
  private wasSilent = true;

  constructor(
    private readonly language: string | undefined,
    private readonly listener: TranscriptionListener,
  ) {}

  get owesWords(): boolean {
    return this.watch.owesWords;
  }

  begun(socket: StandingSocket): void {
    this.socket = socket;
    this.keepingAlive = setInterval(() => this.keepAlive(), KEEP_ALIVE_MS);
  }

  write(samples: Int16Array): void {
    // No bytes at all end the stream.
    if (!this.socket || samples.length === 0) return;
    this.wasSilent = false;
    this.socket.send(bytesOf(samples));
    this.watch.sent(samples);
  }

  finalize(): void {
    this.say('Finalize');
    this.watch.finalized();
  }

  close(): void {
    this.socket?.close();
  }

  faultOf(): undefined {
    return undefined;
  }

  faultOfClose(code: number): VendorFault {
    return VendorFault.ofClose(code);
  }

  heard(event: unknown): void {
    this.watch.heard();
    const { data: result } = Results.safeParse(event);
    const [best] = result?.channel.alternatives ?? [];
    const text = best?.transcript.trim();
    if (!result || !text) return;
    // Several of them make a turn: each settles a stretch, and the next interim begins after it.
    if (!result.is_final) return this.listener.interim(text);
    const untilMs = (result.start + result.duration) * 1_000;
    this.listener.final(text, best?.languages?.[0] ?? this.language, untilMs);
  }

  ended(fault: VendorFault | undefined): void {
    clearInterval(this.keepingAlive);
    this.watch.close();
    this.socket = undefined;
    if (fault) this.listener.failed(fault);
  }

  private keepAlive(): void {
    if (this.wasSilent) this.say('KeepAlive');
    this.wasSilent = true;
  }

  private say(type: string): void {
    this.socket?.send(JSON.stringify({ type }));
  }
}
