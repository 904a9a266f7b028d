import type { Faults } from '../../control/faults.js';
import type { Ear } from '../../speech/ear.js';
import type { Voice } from '../../speech/voice.js';
import { newOpenAiId } from '../openai-id.js';
import { ParameterInvalid } from '../openai.errors.js';
import type { NewItem, ResponseRequest } from './client-events.js';
import type { Item } from './conversation.js';
import { OutOfBandDesk } from './item-desk.js';
import type { ConversationDesk } from './item-desk.js';
import { Mind } from './mind.js';
import type { Dialogue } from './mind.js';
import { ResponseRun } from './response-run.js';
import type { ResponseOptions } from './response-run.js';
import type { Send } from './server-event.js';
import { takeIn } from './session-items.js';
import type { SessionSettings } from './session-settings.js';
import { UsageMeter } from './usage.js';

export interface SessionResponsesOptions {
  desk: ConversationDesk;
  mind: Mind;
  usage: UsageMeter;
  voice: Pick<Voice, 'speak'>;
  ear: Pick<Ear, 'hear'>;
  newDialogue: () => Dialogue;
  faults: Faults;
  speedUp: number;
  send: Send;
  onFault: (error: unknown) => void;
}

/** At most one response at a time writes into the conversation; those out of band run beside it, a few at once. */
const MOST_OUT_OF_BAND = 8;

/** The responses of a session: begun by the client or by the end of a turn. */
export class SessionResponses {
  private active: ResponseRun | undefined;
  private readonly outOfBand = new Set<ResponseRun>();
  /** A turn ended while a response that may not be interrupted was running. */
  private turnWaits = false;

  constructor(private readonly options: SessionResponsesOptions) {}

  /** @throws ParameterInvalid when one is running. */
  create(request: ResponseRequest, settings: SessionSettings): void {
    if (request.conversation === 'none') this.createOutOfBand(request, settings);
    else if (this.active) throw alreadyActive(this.active.id);
    else this.begin(request, settings);
  }

  /** Answers a turn that has just ended. */
  answerTurn(settings: SessionSettings): void {
    this.turnWaits = this.active !== undefined;
    if (!this.active) this.begin({}, settings);
  }

  /** The person speaks: the running response is over. */
  interrupt(): void {
    this.active?.cancel('turn_detected');
  }

  /** @throws ParameterInvalid when there is nothing to cancel. */
  cancel(responseId: string | undefined): void {
    const running = [this.active, ...this.outOfBand].find(
      (run) => run && (responseId === undefined || run.id === responseId),
    );
    if (!running) throw nothingToCancel();
    running.cancel('client_cancelled');
  }

  close(): void {
    for (const run of [this.active, ...this.outOfBand]) run?.abandon();
  }

  private begin(request: ResponseRequest, settings: SessionSettings): void {
    const { desk, mind, usage } = this.options;
    const run = this.newRun(request, settings, { desk, usage, mind }, () => {
      this.active = undefined;
      if (!this.turnWaits) return;
      this.turnWaits = false;
      this.begin({}, settings);
    });
    this.active = run;
    this.start(run);
  }

  private createOutOfBand(request: ResponseRequest, settings: SessionSettings): void {
    if (this.outOfBand.size >= MOST_OUT_OF_BAND) throw alreadyActive([...this.outOfBand][0]?.id ?? '');
    const mind = new Mind(this.options.newDialogue());
    const read = (request.input ?? []).map((given): Item => this.read(given, mind));
    const apart = { desk: new OutOfBandDesk(read), usage: new UsageMeter(), mind };
    const run = this.newRun(request, settings, apart, () => this.outOfBand.delete(run));
    this.outOfBand.add(run);
    this.start(run);
  }

  private read(given: NewItem, mind: Mind): Item {
    const id = given.id ?? newOpenAiId('item');
    if (given.type === 'message' && given.role === 'user') takeIn(mind, this.options.ear, id, given);
    return { ...given, id };
  }

  private newRun(
    {
      instructions,
      tools,
      tool_choice,
      output_modalities,
      audio,
      max_output_tokens,
      metadata,
    }: ResponseRequest,
    session: SessionSettings,
    { desk, usage, mind }: Pick<ResponseOptions, 'desk' | 'usage'> & { mind: Mind },
    onDone: () => void,
  ): ResponseRun {
    const { voice, faults, speedUp, send } = this.options;
    const settings: SessionSettings = {
      ...session,
      ...(tools && { tools }),
      ...(tool_choice && { tool_choice }),
      ...(output_modalities && { output_modalities }),
      ...(max_output_tokens && { max_output_tokens }),
      audio: { ...session.audio, output: { ...session.audio.output, ...audio?.output } },
    };
    const offered = settings.tool_choice === 'none' ? [] : settings.tools;
    const answer = (signal: AbortSignal) => mind.answer({ tools: offered, instructions }, signal);
    return new ResponseRun({
      desk,
      usage,
      settings,
      metadata: metadata ?? null,
      answer,
      voice,
      speedUp,
      faults,
      send,
      onDone,
    });
  }

  private start(run: ResponseRun): void {
    run.run().catch(this.options.onFault);
  }
}

function alreadyActive(responseId: string): ParameterInvalid {
  return new ParameterInvalid(
    'conversation_already_has_active_response',
    `Conversation already has an active response in progress: ${responseId}. ` +
      'Wait until the response is finished before creating a new one.',
    null,
  );
}

function nothingToCancel(): ParameterInvalid {
  return new ParameterInvalid(
    'response_cancel_not_active',
    'Cancellation failed: no active response found',
    null,
  );
}
