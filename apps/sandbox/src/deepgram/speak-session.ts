import type { VendorFaults } from '../control/vendor-faults.js';
import { encode } from '../speech/pcm.js';
import { SentenceBuffer } from '../speech/sentence-buffer.js';
import { SpokenLine } from '../speech/spoken-line.js';
import type { Voice } from '../speech/voice.js';
import type { VoiceSwitchesDto } from '../speech/voice-switches.dto.js';
import { failureOf } from './deepgram.errors.js';
import type { DeepgramEvent } from './listen-session.js';
import type { SpeakOptions } from './speak-options.js';

export interface SpeakSessionOptions {
  options: SpeakOptions;
  requestId: string;
  voice: Pick<Voice, 'speak'>;
  switches: () => VoiceSwitchesDto;
  faults: VendorFaults;
  send: (event: DeepgramEvent) => void;
  sendSound: (bytes: Buffer) => void;
  hangUp: (code: number, reason: string) => void;
  onReceived: (type: string) => void;
  onFault: (error: unknown) => void;
}

const LONGEST_TEXT = 2_000;
const MODEL_UUID = '0d2b4dd1-3a31-4b1c-9a6b-6f1f2b0f6a5e';

/** One connection of `/v1/speak`: texts come in, sound leaves as bytes between events. */
export class SpeakSession {
  private readonly line: SpokenLine;
  private readonly pending = new SentenceBuffer();
  private sequence = 0;

  constructor(private readonly session: SpeakSessionOptions) {
    const { options, voice, switches, faults, sendSound, hangUp, onFault } = session;
    this.line = new SpokenLine({
      voice,
      voiceName: options.model,
      rate: options.rate,
      switches,
      faults,
      onPiece: ({ pcm }) => sendSound(encode(pcm, options.encoding)),
      onFailure: (status) => this.fail(status),
      onFault: (error) => {
        onFault(error);
        hangUp(1011, 'INTERNAL_SERVER_ERROR');
      },
    });
  }

  open(): void {
    const { options, requestId, send } = this.session;
    send({
      type: 'Metadata',
      request_id: requestId,
      model_name: options.model,
      model_version: '2025-04-07.0',
      model_uuid: MODEL_UUID,
    });
  }

  message(text: string): void {
    const { type, text: words } = read(text);
    this.session.onReceived(type);
    switch (type) {
      case 'Speak':
        return this.speak(words ?? '');
      case 'Flush':
        return this.flush();
      case 'Clear':
        return this.clear();
      case 'Close':
        this.say(this.pending.take());
        this.line.afterwards(() => this.session.hangUp(1000, ''));
        return;
      default:
        this.session.hangUp(1008, 'DATA-0000: The message could not be understood.');
    }
  }

  close(): void {
    this.line.clear();
  }

  /** Whole sentences are said at once, the rest when it is flushed. */
  private speak(text: string): void {
    if (text.length > LONGEST_TEXT) {
      const description = `Text is longer than ${LONGEST_TEXT} characters and was left out.`;
      this.session.send({ type: 'Warning', code: 'TEXT_LENGTH_EXCEEDED', description });
      return;
    }
    this.say(this.pending.add(text));
  }

  private flush(): void {
    this.say(this.pending.take());
    const { send } = this.session;
    this.line.afterwards(() => send({ type: 'Flushed', sequence_id: this.sequence++ }));
  }

  private clear(): void {
    this.pending.take();
    this.line.clear();
    this.session.send({ type: 'Cleared', sequence_id: this.sequence++ });
  }

  private say(text: string): void {
    if (text.trim()) this.line.say(text);
  }

  private fail(status: number): void {
    const { message, errCode } = failureOf(status);
    this.session.send({ type: 'Error', code: errCode, description: message });
    this.session.hangUp(1011, `${errCode}: ${message}`);
  }
}

function read(message: string): { type: string; text?: string } {
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value !== 'object' || value === null || !('type' in value)) return { type: 'unknown' };
    const type = typeof value.type === 'string' ? value.type : 'unknown';
    return 'text' in value && typeof value.text === 'string' ? { type, text: value.text } : { type };
  } catch {
    return { type: 'unknown' };
  }
}
