import { voice } from '@livekit/agents';
import type { llm, metrics } from '@livekit/agents';
import type { EndReason, EventPayload } from '#conversation';
import type { RealtimeChoice } from '#providers/realtime';
import type { Door } from './door.js';
import type { TalkAgent } from './talk-agent.js';
import type { Report } from './talk-tool.js';
import { TurnClock } from './turn-clock.js';

interface TalkReporterOptions {
  session: voice.AgentSession;
  agent: TalkAgent;
  /** Tells when an answer is heard. */
  mouth: voice.AudioOutput;
  door: Pick<Door, 'show' | 'showInterim' | 'lastVoicedAt'>;
  model: Pick<RealtimeChoice, 'vendor' | 'modelName'>;
  personIdentity: string | null;
  report: Report;
  over: (reason: EndReason, detail: string | null) => void;
  onFault: (error: unknown, where: string) => void;
}

const EVENTS = voice.AgentSessionEventTypes;
/** How long after the last answer another may follow at once: the one to a tool's result. */
const SETTLE_MS = 500;

/** Turns what the framework tells into events of the session. A handler that threw would cost the turn, so none may. */
export class TalkReporter {
  private readonly clock = new TurnClock();
  private readonly typedTurns: string[] = [];
  private answered: (() => void) | undefined;
  private openAnswers = 0;
  private settling: NodeJS.Timeout | undefined;
  private closed = false;
  lastActivityAt = Date.now();

  constructor(private readonly options: TalkReporterOptions) {
    const { mouth, over, session } = options;
    session.on(
      EVENTS.UserStateChanged,
      this.guard((event) => this.personTurned(event)),
    );
    session.on(
      EVENTS.UserInputTranscribed,
      this.guard(({ isFinal, transcript }) => isFinal || options.door.showInterim(transcript)),
    );
    session.on(
      EVENTS.AgentStateChanged,
      this.guard((event) => this.agentTurned(event)),
    );
    session.on(
      EVENTS.ConversationItemAdded,
      this.guard(({ item }) => item.type === 'message' && this.said(item)),
    );
    session.on(
      EVENTS.MetricsCollected,
      this.guard(({ metrics: told }) => told.type === 'realtime_model_metrics' && this.measured(told)),
    );
    session.on(
      EVENTS.Error,
      this.guard((event) => this.failed(event)),
    );
    session.on(
      EVENTS.SpeechCreated,
      this.guard(({ speechHandle }) => this.follow(speechHandle)),
    );
    session.on(
      EVENTS.Close,
      this.guard(
        ({ reason }) => reason === (voice.CloseReason.ERROR as string) && over('provider_failed', null),
      ),
    );
    mouth.on(
      voice.AudioOutput.EVENT_PLAYBACK_STARTED,
      this.guard(({ createdAt }: voice.PlaybackStartedEvent) => this.clock.answerAudible(createdAt)),
    );
  }

  /** A turn that came as text: the framework will add it to the conversation as if it had been spoken. */
  typed(text: string): void {
    this.typedTurns.push(text);
    this.lastActivityAt = Date.now();
    this.clock.turnFinished(Date.now(), undefined);
  }

  /** Calls back once, when the agent has finished what it says next. */
  onceAnswered(callback: () => void): void {
    this.answered = callback;
  }

  /** A recording was heard to its end. */
  played(text: string): void {
    if (this.closed) return;
    this.lastActivityAt = Date.now();
    this.tell({
      role: 'agent',
      text,
      heardText: null,
      interrupted: false,
      language: 'en',
      participant: null,
      source: 'recording',
      latency: null,
    });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.settling);
    this.answered = undefined;
  }

  private personTurned({ oldState, newState, createdAt }: voice.UserStateChangedEvent): void {
    this.lastActivityAt = Date.now();
    if (newState === 'speaking') this.options.report('speech.started', { speaker: 'user' });
    else if (oldState === 'speaking') {
      this.clock.turnFinished(createdAt, this.options.door.lastVoicedAt());
      this.options.report('speech.stopped', { speaker: 'user' });
    }
  }

  private agentTurned({ oldState, newState }: voice.AgentStateChangedEvent): void {
    this.lastActivityAt = Date.now();
    if (newState === 'speaking') this.options.report('speech.started', { speaker: 'agent' });
    else if (oldState === 'speaking') {
      this.options.report('speech.stopped', { speaker: 'agent' });
      this.answered?.();
      this.answered = undefined;
    }
  }

  /**
   * An answer without words, after a tool that says all there is to say, leaves the framework `thinking` until the next turn;
   * devices show that state.
   */
  private follow(answer: voice.SpeechHandle): void {
    this.openAnswers += 1;
    answer.addDoneCallback(() => {
      this.openAnswers -= 1;
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(), SETTLE_MS);
    });
  }

  private settle(): void {
    const { session } = this.options;
    if (this.closed || this.openAnswers > 0 || session.agentState !== 'thinking') return;
    session._updateAgentState('listening');
  }

  private said(item: llm.ChatMessage): void {
    const heard = item.textContent?.trim() ?? '';
    if (!heard || (item.role !== 'user' && item.role !== 'assistant')) return;
    const { report, agent, personIdentity } = this.options;
    this.lastActivityAt = Date.now();
    if (item.role === 'user') {
      const typed = this.typedTurns.indexOf(heard);
      if (typed >= 0) this.typedTurns.splice(typed, 1);
      this.tell({
        role: 'user',
        text: heard,
        heardText: null,
        interrupted: false,
        language: null,
        participant: personIdentity,
        source: typed >= 0 ? 'text' : 'speech',
        latency: null,
      });
      return;
    }
    if (item.interrupted) report('agent.interrupted', { playedMs: null, interruptionMs: null });
    this.tell({
      role: 'agent',
      text: item.interrupted ? agent.wholeAnswer(heard) : heard,
      heardText: item.interrupted ? heard : null,
      interrupted: item.interrupted,
      language: null,
      participant: null,
      source: 'speech',
      latency: this.clock.take(),
    });
  }

  private tell(message: EventPayload<'message.added'>): void {
    this.options.report('message.added', message);
    this.options.door.show(message);
  }

  private measured(told: metrics.RealtimeModelMetrics): void {
    const { model, report } = this.options;
    this.clock.modelAnswered(told.ttftMs);
    report('usage.added', {
      vendor: model.vendor,
      model: model.modelName,
      inputTokens: told.inputTokens,
      outputTokens: told.outputTokens,
      cachedTokens: told.inputTokenDetails.cachedTokens,
      inputAudioTokens: told.inputTokenDetails.audioTokens,
      outputAudioTokens: told.outputTokenDetails.audioTokens,
      seconds: told.durationMs / 1_000,
    });
  }

  /** Vendors put keys and whole requests into their messages: what is kept is the kind of error and its status. */
  private failed({ error }: voice.ErrorEvent): void {
    const { vendor } = this.options.model;
    const recoverable = hasFlag(error, 'recoverable');
    this.options.report('provider.failed', { kind: 'realtime', vendor, recoverable, reason: kindOf(error) });
  }

  private guard<Event>(handler: (event: Event) => unknown): (event: Event) => void {
    return (event) => {
      if (this.closed) return;
      try {
        handler(event);
      } catch (error) {
        this.options.onFault(error, 'a session event');
      }
    };
  }
}

function hasFlag(error: unknown, flag: string): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, flag) === true;
}

function kindOf(error: unknown): string {
  const inner: unknown =
    error instanceof Error ? error : typeof error === 'object' && error ? Reflect.get(error, 'error') : error;
  if (!(inner instanceof Error)) return 'unknown';
  const status: unknown = Reflect.get(inner, 'statusCode');
  return typeof status === 'number' && status > 0 ? `${inner.name} ${status}` : inner.name;
}
