import { randomUUID } from 'node:crypto';
import type { VendorFaults } from '../control/vendor-faults.js';
import { SampleReader } from '../speech/pcm.js';
import type { StreamEars } from '../speech/stream-ears.service.js';
import { textOf } from '../speech/stream-ear.js';
import type { Silences, StreamEar, StreamListener, Stretch } from '../speech/stream-ear.js';
import { TranscriptGate } from '../speech/transcript-gate.js';
import { StreamFault, streamFaultOf } from './assemblyai.errors.js';
import { updateTurnOptions } from './turn-options.js';
import type { TurnOptions } from './turn-options.js';

/** What the server says. */
export interface AssemblyAiEvent {
  type: string;
  [field: string]: unknown;
}

export interface TurnSessionOptions {
  options: TurnOptions;
  ears: Pick<StreamEars, 'open'>;
  faults: VendorFaults;
  send: (event: AssemblyAiEvent, flags?: { piece: boolean }) => void;
  /** Ends the connection. */
  hangUp: (code: number, reason: string) => void;
  onReceived: (type: string) => void;
  now?: () => number;
}

const SHORTEST_FRAME_MS = 50;
const LONGEST_FRAME_MS = 1_000;
/** How much sooner than in real time sound may come: a network that stood still catches up. */
const MOST_AHEAD_MS = 15_000;

/** One stream of `/v3/ws`. Knows no socket: sound and messages come in, events leave through `send`. */
export class TurnSession implements StreamListener {
  private readonly id = randomUUID();
  private readonly now: () => number;
  private readonly startedAtMs: number;
  private readonly reader = new SampleReader();
  private readonly ear: StreamEar;
  private readonly gate: TranscriptGate;
  private readonly expiry: NodeJS.Timeout;
  private readonly idle: NodeJS.Timeout | undefined;
  private options: TurnOptions;
  private turnOrder = 0;
  private ended = false;

  constructor(private readonly session: TurnSessionOptions) {
    const { options, ears, faults } = session;
    this.options = options;
    this.now = session.now ?? Date.now;
    this.startedAtMs = this.now();
    this.ear = ears.open(
      { rate: options.rate, interims: true, tags: options.tags, ...silencesOf(options) },
      this,
    );
    this.gate = new TranscriptGate(faults, (status) => this.fail(streamFaultOf(status)));
    this.expiry = setTimeout(
      () => this.fail(new StreamFault(3008, 'Session expired: maximum session duration exceeded')),
      options.longestMs,
    );
    if (options.inactivityMs === undefined) return;
    const inactive = new StreamFault(3005, 'Session terminated due to inactivity');
    this.idle = setTimeout(() => this.fail(inactive), options.inactivityMs);
  }

  open(): void {
    const expires_at = Math.floor((this.startedAtMs + this.options.longestMs) / 1_000);
    this.session.send({ type: 'Begin', id: this.id, expires_at });
  }

  sound(bytes: Buffer): void {
    if (this.ended) return;
    this.idle?.refresh();
    const frameMs = (bytes.length / 2 / this.options.rate) * 1_000;
    if (frameMs < SHORTEST_FRAME_MS || frameMs > LONGEST_FRAME_MS) {
      const came = Math.round(frameMs);
      this.fail(
        new StreamFault(
          3007,
          `Input Duration Violation: ${came} ms. Expected between ${SHORTEST_FRAME_MS} and ${LONGEST_FRAME_MS} ms`,
        ),
      );
      return;
    }
    if (this.ear.endMs - (this.now() - this.startedAtMs) > MOST_AHEAD_MS) {
      this.fail(new StreamFault(3007, 'Audio Transmission Rate Exceeded: Received faster than real-time'));
      return;
    }
    this.ear.write(this.reader.read(bytes));
  }

  message(text: string): void {
    if (this.ended) return;
    this.idle?.refresh();
    try {
      const message = read(text);
      this.session.onReceived(message.type);
      this.obey(message);
    } catch (error) {
      if (!(error instanceof StreamFault)) throw error;
      this.fail(error);
    }
  }

  close(): void {
    this.ended = true;
    clearTimeout(this.expiry);
    clearTimeout(this.idle);
    this.gate.close();
    this.ear.close();
  }

  speechStarted(atMs: number): void {
    const event = { type: 'SpeechStarted', timestamp: Math.round(atMs), confidence: 0.99 };
    this.gate.pass('interim', () => this.session.send(event));
  }

  interim(stretch: Stretch): void {
    const { alwaysWritten } = this.options;
    const turn = this.turn(stretch, { written: alwaysWritten, ended: false });
    this.gate.pass('interim', () => this.session.send(turn, { piece: true }));
  }

  final(stretch: Stretch): void {
    const { alwaysWritten, formatTurns } = this.options;
    const turns = [this.turn(stretch, { written: alwaysWritten, ended: true })];
    // The older models tell the turn at once, and again when it is written out.
    if (formatTurns && !alwaysWritten) turns.push(this.turn(stretch, { written: true, ended: true }));
    this.turnOrder += 1;
    this.gate.pass('final', () => {
      for (const turn of turns) this.session.send(turn, { piece: true });
    });
  }

  private obey({ type, fields }: ClientMessage): void {
    switch (type) {
      case 'KeepAlive':
        return;
      case 'ForceEndpoint':
        return void this.ear.finalize(); // never rejects
      case 'UpdateConfiguration':
        this.options = updateTurnOptions(this.options, fields);
        return this.ear.wait(silencesOf(this.options));
      case 'Terminate':
        return void this.terminate(); // never rejects
      default:
        throw new StreamFault(3006, `Invalid message type: ${type}`);
    }
  }

  private async terminate(): Promise<void> {
    await this.ear.finalize();
    await this.gate.drained();
    if (this.ended) return;
    this.ended = true;
    this.session.send({
      type: 'Termination',
      audio_duration_seconds: Math.round(this.ear.endMs / 1_000),
      session_duration_seconds: Math.round((this.now() - this.startedAtMs) / 1_000),
    });
    this.session.hangUp(1000, '');
  }

  private turn(
    { words }: Stretch,
    { written, ended }: { written: boolean; ended: boolean },
  ): AssemblyAiEvent {
    // The last word of a turn under way may become another.
    const settled = ended ? words : words.slice(0, -1);
    return {
      type: 'Turn',
      turn_order: this.turnOrder,
      turn_is_formatted: written,
      end_of_turn: ended,
      end_of_turn_confidence: ended ? 0.95 : 0.05,
      transcript: textOf(settled, written),
      utterance: ended ? textOf(words, written) : '',
      words: words.map((word, i) => ({
        text: written ? word.written : word.text,
        start: Math.round(word.startMs),
        end: Math.round(word.endMs),
        confidence: word.confidence,
        word_is_final: i < settled.length,
      })),
    };
  }

  private fail({ code, message }: StreamFault): void {
    if (this.ended) return;
    this.ended = true;
    this.session.send({ type: 'Error', error_code: code, error: message });
    this.session.hangUp(code, message);
  }
}

interface ClientMessage {
  type: string;
  fields: object;
}

function read(text: string): ClientMessage {
  try {
    const fields: unknown = JSON.parse(text);
    if (
      typeof fields === 'object' &&
      fields !== null &&
      'type' in fields &&
      typeof fields.type === 'string'
    ) {
      return { type: fields.type, fields };
    }
  } catch {
    // Told below.
  }
  throw new StreamFault(3006, 'Invalid JSON: a message with a type is expected');
}

function silencesOf({ minTurnSilenceMs, maxTurnSilenceMs }: TurnOptions): Silences {
  return { silenceMs: minTurnSilenceMs, unfinishedSilenceMs: maxTurnSilenceMs };
}
