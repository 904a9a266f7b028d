import type { VendorFaults } from '../control/vendor-faults.js';
import type { Voice } from '../speech/voice.js';
import type { VoiceSwitchesDto } from '../speech/voice-switches.dto.js';
import { ElevenLabsError, failureOf, InputTimedOut, TooManyContexts } from './elevenlabs.errors.js';
import { readInputMessage } from './input-message.js';
import type { InputMessage } from './input-message.js';
import type { InputOptions } from './input-options.js';
import { TextStream } from './text-stream.js';
import type { TextStreamOptions } from './text-stream.js';

export interface InputSessionOptions {
  /** Many streams on one socket, each with its context, or a single one. */
  many: boolean;
  input: InputOptions;
  voiceName: string;
  voice: Pick<Voice, 'speak'>;
  switches: () => VoiceSwitchesDto;
  faults: VendorFaults;
  /** The key that came before the first message. */
  key: string | undefined;
  /** @throws KeyInvalid */
  checkKey: (key: string | undefined) => void;
  send: TextStreamOptions['send'];
  hangUp: (code: number, reason: string) => void;
  onReceived: (name: string) => void;
  onFault: (error: unknown) => void;
}

interface Context {
  stream: TextStream;
  /** Of one of many. A single stream that gets no text is the socket's matter. */
  idle: NodeJS.Timeout | undefined;
}

const MOST_CONTEXTS = 5;
/** The context of a message that names none. */
const DEFAULT_CONTEXT = 'default';
const POLICY_VIOLATION = 1008;

/** One connection of `stream-input` or `multi-stream-input`: text comes in, sound leaves through `send`. */
export class InputSession {
  private readonly contexts = new Map<string, Context>();
  private known = false;
  private over = false;
  private readonly idle: NodeJS.Timeout;

  constructor(private readonly options: InputSessionOptions) {
    const { inactivitySeconds } = options.input;
    this.idle = setTimeout(
      () => this.refuse(new InputTimedOut(inactivitySeconds)),
      inactivitySeconds * 1_000,
    );
  }

  message(text: string): void {
    if (this.over) return;
    this.idle.refresh();
    try {
      const message = readInputMessage(text);
      this.identify(message);
      this.options.onReceived(nameOf(message));
      if (this.options.many) this.addToOneOfMany(message);
      else this.addToSingle(message);
    } catch (error) {
      if (!(error instanceof ElevenLabsError)) throw error;
      this.refuse(error);
    }
  }

  close(): void {
    this.over = true;
    clearTimeout(this.idle);
    for (const { stream, idle } of this.contexts.values()) {
      clearTimeout(idle);
      stream.close();
    }
    this.contexts.clear();
  }

  /** The first message may bring the key. @throws KeyInvalid */
  private identify({ xi_api_key, 'xi-api-key': dashed }: InputMessage): void {
    if (this.known) return;
    this.options.checkKey(this.options.key ?? xi_api_key ?? dashed ?? undefined);
    this.known = true;
  }

  private addToSingle(message: InputMessage): void {
    const { stream } = this.contextOf(DEFAULT_CONTEXT);
    stream.add(message);
    if (message.text === '') stream.end(() => this.options.hangUp(1000, ''));
  }

  private addToOneOfMany(message: InputMessage): void {
    if (message.close_socket) {
      for (const id of this.contexts.keys()) this.endContext(id);
      this.hangUpWhenDone();
      return;
    }
    const id = message.context_id ?? DEFAULT_CONTEXT;
    if (message.close_context) {
      this.contexts.get(id)?.stream.add(message);
      this.endContext(id);
      return;
    }
    this.contextOf(id).stream.add(message);
  }

  private contextOf(id: string): Context {
    const open = this.contexts.get(id);
    if (open) {
      open.idle?.refresh();
      return open;
    }
    if (this.contexts.size >= MOST_CONTEXTS) throw new TooManyContexts(MOST_CONTEXTS);
    const { many, input, voiceName, voice, switches, faults, send, onFault } = this.options;
    const stream = new TextStream({
      ...{ input, voiceName, voice, switches, faults, send },
      ...(many && { contextId: id }),
      onFailure: (status) => this.refuse(failureOf(status)),
      onFault: (error) => {
        onFault(error);
        this.refuse(failureOf(500));
      },
    });
    const idle = many ? setTimeout(() => this.endContext(id), input.inactivitySeconds * 1_000) : undefined;
    const context = { stream, idle };
    this.contexts.set(id, context);
    return context;
  }

  private endContext(id: string): void {
    const context = this.contexts.get(id);
    context?.stream.end(() => {
      clearTimeout(context.idle);
      this.contexts.delete(id);
      if (this.over) this.hangUpWhenDone();
    });
  }

  private hangUpWhenDone(): void {
    this.over = true;
    if (this.contexts.size === 0) this.options.hangUp(1000, '');
  }

  private refuse(error: ElevenLabsError): void {
    const { message, code } = error;
    this.options.send('error', { message, error: code, code: POLICY_VIOLATION });
    this.close();
    this.options.hangUp(POLICY_VIOLATION, message);
  }
}

function nameOf({ close_socket, close_context, flush, text }: InputMessage): string {
  if (close_socket) return 'close_socket';
  if (close_context) return 'close_context';
  return flush ? 'flush' : text ? 'text' : 'empty';
}
