import { setTimeout as wait } from 'node:timers/promises';
import type { RealtimeResponse, RealtimeResponseStatus } from 'openai/resources/realtime/realtime';
import type { Faults } from '../../control/faults.js';
import type { Reply, ToolRequest } from '../../dialogue/travel-dialogue.js';
import type { Voice } from '../../speech/voice.js';
import { newOpenAiId } from '../openai-id.js';
import { failureOf } from '../openai.errors.js';
import type { Item } from './conversation.js';
import type { ItemDesk } from './item-desk.js';
import { MessageOutput } from './message-output.js';
import type { Send } from './server-event.js';
import type { SessionSettings } from './session-settings.js';
import { textTokens } from './usage.js';
import type { UsageMeter } from './usage.js';

export interface ResponseOptions {
  desk: ItemDesk;
  /** The session's, with what the request changed. */
  settings: SessionSettings;
  metadata: Record<string, string> | null;
  /** What the model has to say. */
  answer: (signal: AbortSignal) => Promise<Reply>;
  voice: Pick<Voice, 'speak'>;
  /** How many times faster than it is spoken the sound is sent. */
  speedUp: number;
  faults: Faults;
  usage: UsageMeter;
  send: Send;
  onDone: () => void;
}

const RATE_LIMITS = [
  { name: 'requests' as const, limit: 10_000, remaining: 9_999, reset_seconds: 0.006 },
  { name: 'tokens' as const, limit: 1_000_000, remaining: 995_000, reset_seconds: 0.3 },
];

/** A failure asked for under `/control`. */
class InjectedFailure extends Error {
  constructor(readonly status: number) {
    super(`failure on request with status ${status}`);
  }
}

/** One response, from `response.created` to `response.done`, which comes once however it ends. */
export class ResponseRun {
  readonly id = newOpenAiId('resp');
  private readonly ending = new AbortController();
  private readonly output: Item[] = [];
  private readonly outputTokens = { text: 0, audio: 0 };
  /** The message that is being said. */
  private message: MessageOutput | undefined;

  constructor(private readonly options: ResponseOptions) {}

  get over(): boolean {
    return this.ending.signal.aborted;
  }

  /** Never rejects for what was asked for; a bug in an answer fails the response and rejects. */
  async run(): Promise<void> {
    const { send, answer } = this.options;
    const { signal } = this.ending;
    send({ type: 'response.created', response: this.describe('in_progress') });
    send({ type: 'rate_limits.updated', rate_limits: RATE_LIMITS });
    try {
      const { say, calls = [] } = await answer(signal);
      signal.throwIfAborted();
      await this.misbehave(signal);
      if (say) await this.say(say, signal);
      for (const call of calls) this.call(call);
      this.end('completed');
    } catch (error) {
      if (this.over) return;
      this.fail(error instanceof InjectedFailure ? error.status : 500);
      if (!(error instanceof InjectedFailure)) throw error;
    }
  }

  /** Ends it where it is. */
  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    if (!this.over) this.end('cancelled', { type: 'cancelled', reason });
  }

  /** Ends it without a word: nobody listens any more. */
  abandon(): void {
    this.ending.abort();
  }

  private async misbehave(signal: AbortSignal): Promise<void> {
    const { faults } = this.options;
    const { latencyMs, brownOut } = faults.plan;
    if (latencyMs > 0) await wait(latencyMs, undefined, { signal });
    const failure = faults.takeFailure('response');
    if (failure) throw new InjectedFailure(failure.status);
    if (brownOut) await aborted(signal);
  }

  private async say(text: string, signal: AbortSignal): Promise<void> {
    const { send, desk, settings, voice, speedUp } = this.options;
    const { voice: name } = settings.audio.output;
    this.message = new MessageOutput({
      responseId: this.id,
      outputIndex: this.output.length,
      desk,
      modality: settings.output_modalities[0] ?? 'audio',
      voice,
      voiceName: typeof name === 'string' ? name : name.id,
      speedUp,
      send,
      afterPiece: () => this.afterPiece(signal),
    });
    this.message.open();
    await this.message.say(text, signal);
    this.closeMessage('completed');
  }

  private async afterPiece(signal: AbortSignal): Promise<void> {
    const { faults, settings } = this.options;
    if (faults.takeStall('stream')) await aborted(signal);
    const { text, audio } = this.message?.tokens ?? { text: 0, audio: 0 };
    if (settings.max_output_tokens !== 'inf' && text + audio >= settings.max_output_tokens) {
      this.end('incomplete', { type: 'incomplete', reason: 'max_output_tokens' });
    }
  }

  private closeMessage(status: 'completed' | 'incomplete'): void {
    if (!this.message) return;
    const { item, track, tokens } = this.message;
    this.message.close(status);
    this.message = undefined;
    this.output.push(item);
    this.outputTokens.text += tokens.text;
    this.outputTokens.audio += tokens.audio;
    this.options.usage.spoken(item.id, track.durationMs);
  }

  private call({ name, arguments: values }: ToolRequest): void {
    const { send, desk } = this.options;
    const call_id = newOpenAiId('call');
    const text = JSON.stringify(values);
    const item: Item = {
      id: newOpenAiId('item'),
      object: 'realtime.item',
      type: 'function_call',
      status: 'in_progress',
      call_id,
      name,
      arguments: '',
    };
    const ids = { response_id: this.id, output_index: this.output.length };
    send({ type: 'response.output_item.added', ...ids, item: { ...item } });
    desk.open(item);
    send({ type: 'response.function_call_arguments.delta', ...ids, item_id: item.id, call_id, delta: text });
    send({
      type: 'response.function_call_arguments.done',
      ...ids,
      item_id: item.id,
      call_id,
      name,
      arguments: text,
    });
    Object.assign(item, { status: 'completed', arguments: text });
    send({ type: 'response.output_item.done', ...ids, item: { ...item } });
    desk.close(item);
    this.output.push(item);
    this.outputTokens.text += textTokens(name + text);
  }

  private fail(status: number): void {
    const { type, code } = failureOf(status);
    this.end('failed', { type: 'failed', error: { type, ...(code && { code }) } });
  }

  private end(
    status: 'completed' | 'cancelled' | 'failed' | 'incomplete',
    details?: RealtimeResponseStatus,
  ): void {
    const { desk, settings, usage, send, onDone } = this.options;
    this.closeMessage(status === 'completed' ? 'completed' : 'incomplete');
    this.ending.abort();
    const read = desk.items.filter((item) => !this.output.includes(item));
    send({
      type: 'response.done',
      response: {
        ...this.describe(status),
        ...(details && { status_details: details }),
        output: this.output.map((item) => ({ ...item })),
        usage: usage.measure(settings, read, this.outputTokens),
      },
    });
    onDone();
  }

  private describe(status: NonNullable<RealtimeResponse['status']>): RealtimeResponse {
    const { desk, settings, metadata } = this.options;
    const { format, voice } = settings.audio.output;
    return {
      id: this.id,
      object: 'realtime.response',
      status,
      output: [],
      ...(desk.conversationId && { conversation_id: desk.conversationId }),
      output_modalities: settings.output_modalities,
      max_output_tokens: settings.max_output_tokens,
      audio: { output: { format, voice: typeof voice === 'string' ? voice : voice.id } },
      metadata,
    };
  }
}

/** Settles only when the signal does, with its reason. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted', { cause: signal.reason })), {
      once: true,
    });
  });
}
