import { randomUUID } from 'node:crypto';
import type { VendorFaults } from '../control/vendor-faults.js';
import type { Voice } from '../speech/voice.js';
import type { VoiceSwitchesDto } from '../speech/voice-switches.dto.js';
import { CartesiaError, failureOf, RequestInvalid, TooManyContexts } from './cartesia.errors.js';
import { contextOf, readFrame } from './generation.js';
import type { Generation } from './generation.js';
import { SpeechContext } from './speech-context.js';
import type { CartesiaEvent } from './speech-context.js';

export interface SpeechSocketOptions {
  version: string;
  voice: Pick<Voice, 'speak'>;
  switches: () => VoiceSwitchesDto;
  faults: VendorFaults;
  send: (event: CartesiaEvent, flags?: { piece: boolean }) => void;
  hangUp: (code: number, reason: string) => void;
  onReceived: (type: string) => void;
  onFault: (error: unknown) => void;
}

const MOST_CONTEXTS = 100;
const PATIENCE_MS = 300_000;

/** One connection of `/tts/websocket`: contexts that are said beside each other. */
export class SpeechSocket {
  private readonly contexts = new Map<string, SpeechContext>();
  private readonly idle: NodeJS.Timeout;

  constructor(private readonly options: SpeechSocketOptions) {
    this.idle = setTimeout(() => options.hangUp(1000, 'connection idle timeout'), PATIENCE_MS);
  }

  message(text: string): void {
    this.idle.refresh();
    try {
      const frame = readFrame(text);
      if ('cancel' in frame) {
        this.options.onReceived('cancel');
        this.contexts.get(frame.context_id)?.cancel();
      } else {
        this.options.onReceived('generation');
        this.generate(frame);
      }
    } catch (error) {
      if (!(error instanceof CartesiaError)) throw error;
      this.refuse(error, contextOf(text));
    }
  }

  close(): void {
    clearTimeout(this.idle);
    for (const context of this.contexts.values()) context.close();
    this.contexts.clear();
  }

  /** @throws CartesiaError */
  private generate(generation: Generation): void {
    const id = generation.context_id ?? randomUUID();
    const context = this.contexts.get(id) ?? this.open(id, generation);
    context.add(generation);
  }

  private open(id: string, generation: Generation): SpeechContext {
    if (!generation.continue && !generation.transcript.trim()) {
      throw new RequestInvalid('The transcript is empty.');
    }
    if (this.contexts.size >= MOST_CONTEXTS) throw new TooManyContexts();
    const { voice, switches, faults, send, onFault } = this.options;
    const context = new SpeechContext(
      {
        ...{ id, voice, switches, faults, send },
        onDone: () => this.contexts.delete(id),
        onFailure: (status) => this.fail(failureOf(status), id),
        onFault: (error) => {
          onFault(error);
          this.fail(failureOf(500), id);
        },
      },
      generation,
    );
    this.contexts.set(id, context);
    return context;
  }

  private fail(error: CartesiaError, id: string): void {
    this.contexts.get(id)?.close();
    this.contexts.delete(id);
    this.refuse(error, id);
  }

  private refuse(error: CartesiaError, context_id: string | undefined): void {
    const common = { done: true, status_code: error.getStatus(), ...(context_id && { context_id }) };
    this.options.send({ type: 'error', ...common, ...error.describe(this.options.version) });
  }
}
