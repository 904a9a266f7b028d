import type { VendorAccess } from '../openai-access.js';
import { openVendorSocket } from '../vendor-socket.js';
import type { OpenVendorSocket } from '../vendor-socket.js';
import { OpenAiTranscription } from './openai-transcription.js';
import { Transcriber } from './transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from './transcriber.js';
import { socketUrl } from './wire.js';

export const OPENAI_TRANSCRIPTION_MODEL = 'gpt-live-transcribe';

interface OpenAiOptions {
  /** The base is of http or ws, with `/v1`. */
  access: VendorAccess;
  model?: string;
}

/** A transcription session of OpenAI's realtime socket. */
export class OpenAiTranscriber extends Transcriber {
  readonly vendor = 'openai';
  readonly modelName: string;
  private readonly access: VendorAccess;

  constructor(
    { access, model = OPENAI_TRANSCRIPTION_MODEL }: OpenAiOptions,
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
    const stream = new OpenAiTranscription(this.modelName, settings.language, listener);
    const address = {
      // With a model in the address it would be a conversation.
      url: socketUrl(this.access.baseUrl, '/realtime', { intent: 'transcription' }),
      headers: { Authorization: `Bearer ${this.access.apiKey}` },
    };
    await this.openSocket(address, stream, signal);
    return stream;
  }
}
