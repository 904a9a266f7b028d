import { createHash } from 'node:crypto';
import type { VendorFaults } from '../control/vendor-faults.js';
import { SampleReader } from '../speech/pcm.js';
import type { StreamEars } from '../speech/stream-ears.service.js';
import { UNFINISHED_SILENCE_MS } from '../speech/stream-ears.service.js';
import { textOf } from '../speech/stream-ear.js';
import type { StreamEar, StreamListener, Stretch } from '../speech/stream-ear.js';
import { TranscriptGate } from '../speech/transcript-gate.js';
import { failureOf } from './deepgram.errors.js';
import type { ListenOptions } from './listen-options.js';

/** What the server says. */
export interface DeepgramEvent {
  type: string;
  [field: string]: unknown;
}

export interface ListenSessionOptions {
  options: ListenOptions;
  requestId: string;
  ears: Pick<StreamEars, 'open'>;
  faults: VendorFaults;
  send: (event: DeepgramEvent, flags?: { piece: boolean }) => void;
  /** Ends the connection. */
  hangUp: (code: number, reason: string) => void;
  onReceived: (type: string) => void;
}

/** How long a client may send nothing at all. */
const PATIENCE_MS = 10_000;
const CHANNEL = [0, 1];

const MODEL_UUID = '1dbdfb4d-85b2-4659-9831-16b3c76229aa';

/** One stream of `/v1/listen`. Knows no socket: sound and messages come in, events leave through `send`. */
export class ListenSession implements StreamListener {
  private readonly createdAt = new Date();
  private readonly reader = new SampleReader();
  private readonly ear: StreamEar;
  private readonly gate: TranscriptGate;
  private readonly idle: NodeJS.Timeout;
  private utteranceEnd: NodeJS.Timeout | undefined;
  private lastFinalEndMs = 0;
  private finalized = 0;
  private closed = false;

  constructor(private readonly session: ListenSessionOptions) {
    const { options, ears, faults } = session;
    this.ear = ears.open(
      {
        rate: options.rate,
        silenceMs: options.endpointingMs ?? UNFINISHED_SILENCE_MS,
        unfinishedSilenceMs: UNFINISHED_SILENCE_MS,
        interims: options.interims,
        tags: options.tags,
      },
      this,
    );
    this.gate = new TranscriptGate(faults, (status) => this.fail(status));
    this.idle = setTimeout(() => {
      const why = `Deepgram did not receive audio data or a text message within the timeout window.`;
      this.session.hangUp(1011, `NET-0001: ${why}`);
    }, PATIENCE_MS);
  }

  sound(bytes: Buffer): void {
    this.idle.refresh();
    if (bytes.length === 0) return void this.finish(); // Deepgram takes it for the end; `finish` never rejects
    this.ear.write(this.reader.read(bytes));
  }

  message(text: string): void {
    this.idle.refresh();
    const type = typeOf(text);
    this.session.onReceived(type ?? 'unknown');
    switch (type) {
      case 'KeepAlive':
        return;
      case 'Finalize':
        return void this.finalize();
      case 'CloseStream':
        return void this.finish();
      default:
        this.session.hangUp(1008, 'DATA-0000: The message could not be understood.');
    }
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.idle);
    clearTimeout(this.utteranceEnd);
    this.gate.close();
    this.ear.close();
  }

  speechStarted(atMs: number): void {
    clearTimeout(this.utteranceEnd);
    if (!this.session.options.vadEvents) return;
    const event = { type: 'SpeechStarted', channel: CHANNEL, timestamp: seconds(atMs) };
    this.gate.pass('interim', () => this.session.send(event));
  }

  interim(stretch: Stretch): void {
    if (!this.session.options.interims) return;
    const results = this.results(stretch, { is_final: false, speech_final: false, from_finalize: false });
    this.gate.pass('interim', () => this.session.send(results, { piece: true }));
  }

  final(stretch: Stretch, forced: boolean): void {
    const { endpointingMs } = this.session.options;
    if (forced) this.finalized += 1;
    const results = this.results(stretch, {
      is_final: true,
      speech_final: endpointingMs !== undefined,
      from_finalize: forced,
    });
    this.lastFinalEndMs = stretch.endMs;
    this.gate.pass('final', () => this.session.send(results, { piece: true }));
    this.endUtteranceLater(stretch.endMs);
  }

  /** Answered always: with no words where none are open. */
  private async finalize(): Promise<void> {
    const before = this.finalized;
    await this.ear.finalize();
    if (this.closed || this.finalized > before) return;
    const nothing = { startMs: this.lastFinalEndMs, endMs: this.ear.endMs, words: [] };
    const results = this.results(nothing, { is_final: true, speech_final: false, from_finalize: true });
    this.gate.pass('interim', () => this.session.send(results, { piece: true }));
  }

  private async finish(): Promise<void> {
    await this.ear.finalize();
    await this.gate.drained();
    if (this.closed) return;
    const { requestId, send, hangUp } = this.session;
    send({
      type: 'Metadata',
      transaction_key: 'deprecated',
      request_id: requestId,
      sha256: createHash('sha256').update(requestId).digest('hex'),
      created: this.createdAt.toISOString(),
      duration: seconds(this.ear.endMs),
      channels: 1,
    });
    hangUp(1000, '');
  }

  /** By the clock of the wall: clients stop sending in a silence. */
  private endUtteranceLater(lastWordEndMs: number): void {
    const { utteranceEndMs } = this.session.options;
    clearTimeout(this.utteranceEnd);
    if (utteranceEndMs === undefined) return;
    const event = { type: 'UtteranceEnd', channel: CHANNEL, last_word_end: seconds(lastWordEndMs) };
    this.utteranceEnd = setTimeout(
      () => this.gate.pass('interim', () => this.session.send(event)),
      Math.max(0, utteranceEndMs - (this.ear.endMs - lastWordEndMs)),
    );
  }

  private results({ startMs, endMs, words }: Stretch, flags: object): DeepgramEvent {
    const { options, requestId } = this.session;
    const { written, model, language } = options;
    const alternative = {
      transcript: textOf(words, written),
      confidence: words.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, words.length),
      ...(language === 'multi' && { languages: words.length > 0 ? ['en'] : [] }),
      words: words.map((word) => ({
        word: word.text,
        start: seconds(word.startMs),
        end: seconds(word.endMs),
        confidence: word.confidence,
        ...(language === 'multi' && { language: 'en' }),
        ...(written && { punctuated_word: word.written }),
      })),
    };
    return {
      type: 'Results',
      channel_index: CHANNEL,
      start: seconds(startMs),
      duration: seconds(endMs - startMs),
      ...flags,
      channel: { alternatives: [alternative] },
      metadata: {
        request_id: requestId,
        model_info: { name: `general-${model}`, version: '2025-04-17.21547', arch: model },
        model_uuid: MODEL_UUID,
      },
    };
  }

  private fail(status: number): void {
    const { message, errCode } = failureOf(status);
    this.session.send({ type: 'Error', code: errCode, description: message });
    this.session.hangUp(1011, `${errCode}: ${message}`);
  }
}

function typeOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const type: unknown =
      typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
    return typeof type === 'string' ? type : undefined;
  } catch {
    return undefined;
  }
}

function seconds(ms: number): number {
  return Math.round(ms) / 1_000;
}
