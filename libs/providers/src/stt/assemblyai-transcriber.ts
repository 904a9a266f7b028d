import { z } from 'zod';
import type { VendorAccess } from '../openai-access.js';
import { VendorFault } from '../vendor-fault.js';
import { openVendorSocket } from '../vendor-socket.js';
import type { OpenVendorSocket, SocketSpeaker, StandingSocket } from '../vendor-socket.js';
import { HearingWatch } from './hearing-watch.js';
import { PieceGatherer } from './piece-gatherer.js';
import { HEARING_RATE, Transcriber } from './transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from './transcriber.js';
import { bytesOf, socketUrl } from './wire.js';

/** English or one of six languages, as the talk asks for. */
export const ASSEMBLYAI_MODEL = 'universal-streaming';

/** Understands nothing else, and does not say so. */
const ENGLISH_MODEL = 'universal-streaming-english';
/** Shorter messages are refused. */
const PIECE_MS = 50;
/** Quiet after which a turn may be settled, where it sounds like its end. */
const MIN_TURN_SILENCE_MS = 100;
/** An end without commas and full stops is followed by the same with them; one that does not come is not waited for longer. */
const FORMATTED_WITHIN_MS = 500;

interface AssemblyAiOptions {
  /** The base is an origin, of http or ws. */
  access: VendorAccess;
  model?: string;
}

/** Universal Streaming of AssemblyAI, third version. */
export class AssemblyAiTranscriber extends Transcriber {
  readonly vendor = 'assemblyai';
  readonly modelName: string;
  private readonly access: VendorAccess;

  constructor(
    { access, model = ASSEMBLYAI_MODEL }: AssemblyAiOptions,
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
    const language = settings.language?.split('-')[0];
    const model = speechModel(this.modelName, language);
    const formatsOnRequest = model.startsWith('universal-streaming');
    const heard = settings.language ?? (model === ENGLISH_MODEL ? 'en' : undefined);
    const stream = new AssemblyAiStream(heard, formatsOnRequest, listener);
    const address = {
      url: socketUrl(this.access.baseUrl, '/v3/ws', {
        speech_model: model,
        sample_rate: HEARING_RATE,
        encoding: 'pcm_s16le',
        format_turns: formatsOnRequest || undefined,
        min_turn_silence: MIN_TURN_SILENCE_MS,
        language_detection: model !== ENGLISH_MODEL || undefined,
      }),
      headers: { Authorization: this.access.apiKey },
    };
    await this.openSocket(address, stream, signal);
    return stream;
  }
}

function speechModel(model: string, language: string | undefined): string {
  if (model !== ASSEMBLYAI_MODEL) return model;
  return language === 'en' ? ENGLISH_MODEL : 'universal-streaming-multilingual';
}

const Turn = z.object({
  type: z.literal('Turn'),
  turn_order: z.number(),
  turn_is_formatted: z.boolean().default(false),
  end_of_turn: z.boolean().default(false),
  transcript: z.string(),
  words: z.array(z.object({ text: z.string(), end: z.number().optional() })).default([]),
  language_code: z.string().nullish(),
});
type Turn = z.infer<typeof Turn>;

const Failure = z.object({ type: z.literal('Error'), error_code: z.number(), error: z.string().default('') });

class AssemblyAiStream implements Transcription, SocketSpeaker {
  readonly farewell = JSON.stringify({ type: 'Terminate' });
  private readonly watch = new HearingWatch({ stalled: () => this.socket?.cut(new VendorFault('stalled')) });
  private readonly pieces = new PieceGatherer((HEARING_RATE / 1_000) * PIECE_MS);
  private socket: StandingSocket | undefined;
  /** Ended, and to be formatted still. */
  private ending: Turn | undefined;
  private formatDeadline: NodeJS.Timeout | undefined;
  /** The last turn that was handed on: what comes of it later comes too late. */
  private settledOrder = -1;

  constructor(
    private readonly language: string | undefined,
    private readonly formatsOnRequest: boolean,
    private readonly listener: TranscriptionListener,
  ) {}

  get owesWords(): boolean {
    return this.watch.owesWords;
  }

  begun(socket: StandingSocket): void {
    this.socket = socket;
  }

  write(samples: Int16Array): void {
    if (!this.socket) return;
    for (const piece of this.pieces.add(samples)) this.socket.send(bytesOf(piece));
    this.watch.sent(samples);
  }

  finalize(): void {
    this.socket?.send(JSON.stringify({ type: 'ForceEndpoint' }));
    this.watch.finalized();
  }

  close(): void {
    this.socket?.close();
  }

  isReady(event: unknown): boolean {
    return Begin.safeParse(event).success;
  }

  faultOf(event: unknown): VendorFault | undefined {
    const { data: failure } = Failure.safeParse(event);
    return failure && this.faultOfClose(failure.error_code, failure.error);
  }

  faultOfClose(code: number, reason: string): VendorFault {
    if (code === 1008) return new VendorFault(policyReason(reason), code);
    if (code === 3005) return new VendorFault('unavailable', code);
    if (code === 3009) return new VendorFault('rate_limited', code);
    return VendorFault.ofClose(code);
  }

  heard(event: unknown): void {
    this.watch.heard();
    const { data: turn } = Turn.safeParse(event);
    if (!turn || turn.turn_order <= this.settledOrder) return;
    if (this.ending && turn.turn_order > this.ending.turn_order) this.settle(this.ending);
    if (!turn.end_of_turn) return this.understand(turn);
    if (turn.turn_is_formatted || !this.formatsOnRequest) return this.settle(turn);
    this.ending = turn;
    clearTimeout(this.formatDeadline);
    this.formatDeadline = setTimeout(() => this.settle(turn), FORMATTED_WITHIN_MS);
  }

  ended(fault: VendorFault | undefined): void {
    // It was understood, and only its commas are missing.
    if (fault && this.ending) this.settle(this.ending);
    clearTimeout(this.formatDeadline);
    this.watch.close();
    this.socket = undefined;
    if (fault) this.listener.failed(fault);
  }

  /** The words hold more than the transcript, which leaves out those that may still change. */
  private understand({ transcript, words }: Turn): void {
    const text = words.length > 0 ? words.map((word) => word.text).join(' ') : transcript;
    if (text.trim()) this.listener.interim(text.trim());
  }

  private settle({ turn_order, transcript, words, language_code }: Turn): void {
    clearTimeout(this.formatDeadline);
    this.ending = undefined;
    this.settledOrder = turn_order;
    const text = transcript.trim();
    if (text) this.listener.final(text, language_code ?? this.language, words.at(-1)?.end);
  }
}

const Begin = z.object({ type: z.literal('Begin') });

/** One code for all that is wrong with an account; only the words tell a wrong key from an empty purse. */
function policyReason(words: string): 'rate_limited' | 'quota_exhausted' | 'key_refused' {
  if (/too many|rate|concurren/i.test(words)) return 'rate_limited';
  return /balance|fund|credit|payment/i.test(words) ? 'quota_exhausted' : 'key_refused';
}
