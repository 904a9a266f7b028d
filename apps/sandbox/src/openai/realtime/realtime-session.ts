import type { Faults } from '../../control/faults.js';
import type { Ear } from '../../speech/ear.js';
import type { Voice } from '../../speech/voice.js';
import { newOpenAiId } from '../openai-id.js';
import { failureOf, OpenAiError, ParameterInvalid } from '../openai.errors.js';
import { readClientEvent } from './client-events.js';
import type { ClientEvent } from './client-events.js';
import { Conversation } from './conversation.js';
import { eventIdOf, parseEvent } from './event-text.js';
import { ConversationDesk } from './item-desk.js';
import { Mind } from './mind.js';
import type { Dialogue } from './mind.js';
import type { RealtimeSwitchesDto } from './realtime-control.dto.js';
import { errorEvent } from './server-event.js';
import type { Send, ServerEvent } from './server-event.js';
import { SessionItems } from './session-items.js';
import { SessionResponses } from './session-responses.js';
import { describeSession, readSession } from './session-settings.js';
import type { SessionSettings, SessionView } from './session-settings.js';
import type { TurnLogService } from './turn-log.service.js';
import { TurnRecorder } from './turn-recorder.js';
import { UsageMeter } from './usage.js';
import { UserTurns } from './user-turns.js';

export interface RealtimeSessionOptions {
  settings: SessionSettings;
  switches: Readonly<RealtimeSwitchesDto>;
  ear: Pick<Ear, 'hear'>;
  voice: Pick<Voice, 'speak'>;
  newDialogue: () => Dialogue;
  /** A client's event in OpenAI's terms. @throws ParameterInvalid */
  translate: (event: unknown) => unknown;
  faults: Faults;
  turns: TurnLogService;
  send: Send;
  /** Ends the connection. */
  hangUp: (code: number, reason: string) => void;
  /** Told the type of each event that was understood. */
  onReceived: (type: string) => void;
  /** A bug of the sandbox, for the log. */
  onFault: (error: unknown) => void;
}

/** One session of the Realtime API, in the GA shape. Knows no socket: events come in as text and leave through `send`. */
export class RealtimeSession {
  readonly id = newOpenAiId('sess');
  private readonly ending = new AbortController();
  private readonly conversation = new Conversation();
  private readonly desk: ConversationDesk;
  private readonly recorder: TurnRecorder;
  private readonly turns: UserTurns;
  private readonly items: SessionItems;
  private readonly responses: SessionResponses;
  private readonly expiry: NodeJS.Timeout;
  private readonly expiresAt: number;

  constructor(
    private readonly options: RealtimeSessionOptions,
    private settings: SessionSettings = options.settings,
  ) {
    const { switches, ear } = options;
    const { signal } = this.ending;
    const send = (event: ServerEvent) => this.send(event);
    const mind = new Mind(options.newDialogue());
    const usage = new UsageMeter();
    const recorder = new TurnRecorder(this.id, options.turns);
    const desk = new ConversationDesk(this.conversation, send);
    this.desk = desk;
    this.recorder = recorder;
    this.items = new SessionItems(this.conversation, desk, mind, usage, ear, send);
    this.responses = new SessionResponses({ ...options, desk, mind, usage, speedUp: switches.speedUp, send });
    this.turns = new UserTurns(
      {
        ...{ ear, desk, mind, usage, recorder, switches, signal, send },
        onInterruption: () => this.responses.interrupt(),
        onTurn: () => this.responses.answerTurn(this.settings),
        onFault: options.onFault,
      },
      settings.audio.input,
    );
    this.expiresAt = Math.floor(Date.now() / 1_000) + switches.sessionMaxS;
    this.expiry = setTimeout(() => this.expire(), switches.sessionMaxS * 1_000);
  }

  /** The first words of the server. */
  open(): void {
    const { id } = this.conversation;
    this.send({ type: 'session.created', session: this.describe() });
    this.send({ type: 'conversation.created', conversation: { id, object: 'realtime.conversation' } });
  }

  /** An event of the client, as it came. What is refused is answered with an `error` event. */
  receive(text: string): void {
    let eventId: string | undefined;
    try {
      const value = parseEvent(text);
      eventId = eventIdOf(value);
      const event = readClientEvent(this.options.translate(value));
      this.options.onReceived(event.type);
      this.handle(event);
    } catch (error) {
      if (!(error instanceof OpenAiError)) this.options.onFault(error);
      this.send(errorEvent(error instanceof OpenAiError ? error.body : failureOf(500), eventId));
    }
  }

  close(): void {
    clearTimeout(this.expiry);
    this.ending.abort(new Error('the session is closed'));
    this.responses.close();
  }

  private handle(event: ClientEvent): void {
    switch (event.type) {
      case 'session.update':
        return this.update(event.session);
      case 'input_audio_buffer.append':
        this.turns.append(event.audio);
        return;
      case 'input_audio_buffer.commit':
        return this.turns.commit();
      case 'input_audio_buffer.clear':
        return this.turns.clear();
      case 'conversation.item.create':
        return this.items.create(event);
      case 'conversation.item.retrieve':
        return this.items.retrieve(event);
      case 'conversation.item.delete':
        return this.items.delete(event);
      case 'conversation.item.truncate':
        return this.items.truncate(event);
      case 'response.create':
        return this.responses.create(event.response ?? {}, this.settings);
      case 'response.cancel':
        return this.responses.cancel(event.response_id);
    }
  }

  private update(update: unknown): void {
    const before = this.settings;
    const after = readSession(update, before);
    if (after.model !== before.model) throw fixed('session.model', 'the model of a running session');
    const voiceChanged =
      JSON.stringify(after.audio.output.voice) !== JSON.stringify(before.audio.output.voice);
    if (voiceChanged && this.desk.hasSpoken) {
      throw fixed('session.audio.output.voice', "a conversation's voice once the assistant has spoken");
    }
    this.settings = after;
    this.turns.configure(after.audio.input);
    this.send({ type: 'session.updated', session: this.describe() });
  }

  private expire(): void {
    const minutes = this.options.switches.sessionMaxS / 60;
    const message = `Your session hit the maximum duration of ${minutes} minutes.`;
    this.send(errorEvent({ type: 'invalid_request_error', code: 'session_expired', message, param: null }));
    this.options.hangUp(1001, message);
  }

  private send(event: ServerEvent): void {
    if (this.ending.signal.aborted) return;
    this.recorder.observe(event);
    this.options.send(event);
  }

  private describe(): SessionView {
    return describeSession(this.id, this.settings, this.expiresAt);
  }
}

function fixed(param: string, what: string): ParameterInvalid {
  return new ParameterInvalid('invalid_value', `Cannot change ${what}.`, param);
}
