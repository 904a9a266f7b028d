import type { ConversationItemInputAudioTranscriptionCompletedEvent } from 'openai/resources/realtime/realtime';
import type { Faults } from '../../control/faults.js';
import { spoilStream } from '../../control/spoil-stream.js';
import type { Ear } from '../../speech/ear.js';
import { newOpenAiId } from '../openai-id.js';
import { failureOf, OpenAiError, ParameterInvalid } from '../openai.errors.js';
import { readClientEvent } from '../realtime/client-events.js';
import type { ClientEvent } from '../realtime/client-events.js';
import { Conversation } from '../realtime/conversation.js';
import { eventIdOf, parseEvent } from '../realtime/event-text.js';
import { ConversationDesk } from '../realtime/item-desk.js';
import type { RealtimeSwitchesDto } from '../realtime/realtime-control.dto.js';
import { errorEvent } from '../realtime/server-event.js';
import type { ServerEvent } from '../realtime/server-event.js';
import type { TurnLogService } from '../realtime/turn-log.service.js';
import { TurnRecorder } from '../realtime/turn-recorder.js';
import { UserTurns } from '../realtime/user-turns.js';
import { CommittedEar } from './committed-ear.js';
import { describeTranscription, readTranscription } from './transcription-settings.js';
import type { TranscriptionSettings, TranscriptionView } from './transcription-settings.js';

type Completed = Omit<ConversationItemInputAudioTranscriptionCompletedEvent, 'event_id'>;

/** What the server says: events of the Realtime API, about a session of another kind. */
export type TranscriptionEvent =
  | Exclude<ServerEvent, { type: 'session.created' | 'session.updated' }>
  | { type: 'session.created' | 'session.updated'; session: TranscriptionView };

export interface TranscriptionSessionOptions {
  settings: TranscriptionSettings;
  switches: Readonly<RealtimeSwitchesDto>;
  ear: Pick<Ear, 'hear' | 'idle'>;
  faults: Faults;
  turns: TurnLogService;
  send: (event: TranscriptionEvent) => void;
  /** Ends the connection. */
  hangUp: (code: number, reason: string) => void;
  /** Told the type of each event that was understood. */
  onReceived: (type: string) => void;
  /** A bug of the sandbox, for the log. */
  onFault: (error: unknown) => void;
}

/** One session of the Realtime API that writes down what is said and answers nothing. Knows no socket. */
export class TranscriptionSession {
  readonly id = newOpenAiId('sess');
  private readonly ending = new AbortController();
  private readonly recorder: TurnRecorder;
  private readonly turns: UserTurns;
  private readonly committed: CommittedEar;
  private readonly expiry: NodeJS.Timeout;
  private readonly expiresAt: number;

  constructor(
    private readonly options: TranscriptionSessionOptions,
    private settings: TranscriptionSettings = options.settings,
  ) {
    const { ear: whole, switches, onFault } = options;
    const { signal } = this.ending;
    const committed = new CommittedEar(whole, onFault);
    this.committed = committed;
    const ear: Pick<Ear, 'hear'> = {
      hear: (pcm, how) => (this.findsPauses ? whole.hear(pcm, how) : committed.commit()),
    };
    const send = (event: ServerEvent) => this.pass(event);
    const recorder = new TurnRecorder(this.id, options.turns);
    this.recorder = recorder;
    this.turns = new UserTurns(
      {
        ...{ ear, switches, recorder, signal, send, onFault },
        desk: new ConversationDesk(new Conversation(), send),
        mind: { hear: (_itemId, hearing) => void hearing.catch(() => undefined) }, // it is only written down
        usage: { heard: () => undefined },
        onInterruption: () => undefined,
        onTurn: () => undefined,
      },
      settings.audio.input,
    );
    this.expiresAt = Math.floor(Date.now() / 1_000) + switches.sessionMaxS;
    this.expiry = setTimeout(() => this.expire(), switches.sessionMaxS * 1_000);
  }

  /** The first words of the server. */
  open(): void {
    this.send({ type: 'session.created', session: this.describe() });
  }

  /** An event of the client, as it came. What is refused is answered with an `error` event. */
  receive(text: string): void {
    let eventId: string | undefined;
    try {
      const value = parseEvent(text);
      eventId = eventIdOf(value);
      const event = readClientEvent(value);
      this.options.onReceived(event.type);
      this.handle(event);
    } catch (error) {
      if (!(error instanceof OpenAiError)) this.options.onFault(error);
      this.pass(errorEvent(error instanceof OpenAiError ? error.body : failureOf(500), eventId));
    }
  }

  close(): void {
    clearTimeout(this.expiry);
    this.committed.close();
    this.ending.abort(new Error('the session is closed'));
  }

  /** Otherwise the client does. */
  private get findsPauses(): boolean {
    return this.settings.audio.input.turn_detection !== null;
  }

  private handle(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        this.settings = readTranscription(event.session, this.settings);
        this.turns.configure(this.settings.audio.input);
        return this.send({ type: 'session.updated', session: this.describe() });
      case 'input_audio_buffer.append': {
        const samples = this.turns.append(event.audio);
        if (!this.findsPauses) this.committed.write(samples);
        return;
      }
      case 'input_audio_buffer.commit':
        return this.turns.commit();
      case 'input_audio_buffer.clear':
        this.committed.close();
        return this.turns.clear();
      default:
        throw notHere(event.type);
    }
  }

  private pass(event: ServerEvent): void {
    switch (event.type) {
      case 'session.created':
      case 'session.updated':
      case 'conversation.item.input_audio_transcription.delta': // told word by word, below
        return;
      case 'conversation.item.input_audio_transcription.completed':
        this.tell(event).catch((error: unknown) => {
          if (!this.ending.signal.aborted) this.options.onFault(error);
        });
        return;
      default:
        this.send(event);
    }
  }

  /** A transcript is what this session answers: it is what goes wrong when something is to. */
  private async tell(completed: Completed): Promise<void> {
    const { faults } = this.options;
    const failure = faults.takeFailure('response');
    if (failure) {
      const { item_id, content_index } = completed;
      const { type, code, message } = failureOf(failure.status);
      const error = { type, message, ...(code && { code }) };
      this.send({
        type: 'conversation.item.input_audio_transcription.failed',
        item_id,
        content_index,
        error,
      });
      return;
    }
    const isPiece = ({ type }: TranscriptionEvent) => type.includes('transcription');
    const events = spoilStream(wordByWord(completed), { faults, isPiece, signal: this.ending.signal });
    for await (const event of events) this.send(event);
  }

  private expire(): void {
    const minutes = this.options.switches.sessionMaxS / 60;
    const message = `Your session hit the maximum duration of ${minutes} minutes.`;
    this.pass(errorEvent({ type: 'invalid_request_error', code: 'session_expired', message, param: null }));
    this.options.hangUp(1001, message);
  }

  private send(event: TranscriptionEvent): void {
    if (this.ending.signal.aborted) return;
    if (event.type === 'input_audio_buffer.committed') this.recorder.observe(event);
    this.options.send(event);
  }

  private describe(): TranscriptionView {
    return describeTranscription(this.id, this.settings, this.expiresAt);
  }
}

function* wordByWord(completed: Completed): Generator<TranscriptionEvent> {
  const { item_id, content_index, transcript } = completed;
  for (const delta of transcript.match(/\s*\S+/g) ?? []) {
    yield { type: 'conversation.item.input_audio_transcription.delta', item_id, content_index, delta };
  }
  yield completed;
}

function notHere(type: string): ParameterInvalid {
  return new ParameterInvalid(
    'invalid_value',
    `Invalid value: '${type}'. A transcription session takes session.update and input_audio_buffer events.`,
    'type',
  );
}
