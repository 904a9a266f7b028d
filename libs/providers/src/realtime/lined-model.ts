import type { llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';
import type { RealtimeLine } from './realtime-line.js';

type Options = NonNullable<ConstructorParameters<typeof realtime.RealtimeModel>[0]>;
type TurnDetection = NonNullable<Options['turnDetection']>;
export type ClientEvent = Parameters<realtime.RealtimeSession['sendEvent']>[0];

/** Tells what was said in a talk, for a model that has to begin anew. */
export type Recollection = () => llm.ChatContext;

/** A session of the plugin that can be made to forget an answer. */
export interface LinedSession extends realtime.RealtimeSession {
  abandonAnswer(): void;
}

/** The plugin's model, whose sessions reach the vendor over a line of ours. */
export class LinedModel extends realtime.RealtimeModel {
  /** The talk knows more than the connection that is gone: what was really heard, and what tools answered. */
  recollection: Recollection | undefined;
  private current: LinedSession | undefined;

  constructor(
    options: Options,
    readonly line: RealtimeLine,
    private readonly newSession: (model: LinedModel) => LinedSession = (model) =>
      new LinedOpenAiSession(model),
  ) {
    super({ ...options, dial: line.dial });
  }

  override session(): realtime.RealtimeSession {
    const session = this.newSession(this);
    this.current = session;
    session.on('session_reconnected', () => this.line.restored());
    session.on('openai_client_event_queued', (event: ClientEvent) => {
      this.line.route.translate(event);
      this.line.sent(event);
    });
    session.on('openai_server_event_received', (event: { type: string }) => this.line.heard(event));
    return session;
  }

  /** Has the session find turns anew. How, its route says on the way out, as it does over each connection to come. */
  detectTurns(turnDetection: TurnDetection): void {
    this.current?.sendEvent({
      type: 'session.update',
      session: { type: 'realtime', audio: { input: { turn_detection: turnDetection } } },
    });
  }

  /** Nothing more will come of the answer under way. */
  abandonAnswer(): void {
    this.current?.abandonAnswer();
  }
}

/** The model of ours that a session of the plugin belongs to. */
export function linedModelOf({ realtimeModel }: Pick<LinedSession, 'realtimeModel'>): LinedModel | undefined {
  return realtimeModel instanceof LinedModel ? realtimeModel : undefined;
}

/** Has no fields: the plugin's constructor uses its methods before they would be there. */
class LinedOpenAiSession extends realtime.RealtimeSession implements LinedSession {
  override sendEvent(event: ClientEvent): void {
    linedModelOf(this)?.line.asked(event);
    super.sendEvent(event);
  }

  abandonAnswer(): void {
    this.closeCurrentGeneration('a fault of the line');
  }

  protected override contextToRestore(): llm.ChatContext {
    return linedModelOf(this)?.recollection?.() ?? super.contextToRestore();
  }
}
