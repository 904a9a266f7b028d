import { newOpenAiId } from '../openai-id.js';
import { ParameterInvalid } from '../openai.errors.js';
import type { Ear } from '../../speech/ear.js';
import type { ClientEvent, NewItem } from './client-events.js';
import type { Conversation, Item } from './conversation.js';
import type { ConversationDesk } from './item-desk.js';
import type { Mind } from './mind.js';
import type { Send } from './server-event.js';
import { toSamples } from './sound-buffer.js';
import type { UsageMeter } from './usage.js';

type Event<Type extends ClientEvent['type']> = Extract<ClientEvent, { type: Type }>;

/** What a client does to the items of the conversation. */
export class SessionItems {
  /** What the client wrote down as said or called by the assistant: answers that were given elsewhere. */
  private readonly answers = new Set<string>();

  constructor(
    private readonly conversation: Conversation,
    private readonly desk: ConversationDesk,
    private readonly mind: Mind,
    private readonly usage: UsageMeter,
    private readonly ear: Pick<Ear, 'hear'>,
    private readonly send: Send,
  ) {}

  /** @throws ParameterInvalid */
  create({ item: given, previous_item_id }: Event<'conversation.item.create'>): void {
    const item: Item = {
      ...given,
      id: given.id ?? newOpenAiId('item'),
      object: 'realtime.item',
      status: 'completed',
    };
    const name = item.type === 'function_call_output' ? this.nameOfCall(item.call_id) : '';
    this.desk.add(item, previous_item_id);
    if (item.type === 'function_call_output') {
      this.mind.learn(item.id, { callId: item.call_id, name, output: item.output });
    }
    if (given.type === 'message' && given.role === 'user') takeIn(this.mind, this.ear, item.id, given);
    if (item.type === 'function_call' || (item.type === 'message' && item.role === 'assistant')) {
      this.answers.add(item.id);
    }
    this.mind.recall(this.answeredItems());
  }

  /** @throws ParameterInvalid */
  retrieve({ item_id }: Event<'conversation.item.retrieve'>): void {
    const item = this.conversation.get(item_id, 'retrieve');
    this.send({ type: 'conversation.item.retrieved', item: { ...item } });
  }

  /** @throws ParameterInvalid */
  delete({ item_id }: Event<'conversation.item.delete'>): void {
    this.conversation.remove(this.conversation.get(item_id, 'delete'));
    this.desk.tracks.delete(item_id);
    this.usage.forget(item_id);
    this.mind.forget(item_id);
    this.send({ type: 'conversation.item.deleted', item_id });
  }

  /** Only what the person heard stays. @throws ParameterInvalid */
  truncate({ item_id, content_index, audio_end_ms }: Event<'conversation.item.truncate'>): void {
    const item = this.conversation.get(item_id, 'truncate');
    const track = this.desk.tracks.get(item_id);
    if (item.type !== 'message' || item.role !== 'assistant' || !track || content_index !== 0) {
      throw new ParameterInvalid(
        'invalid_value',
        'Only the audio of an assistant message can be truncated, and its content index is 0.',
        'item_id',
      );
    }
    if (audio_end_ms > track.durationMs) {
      throw new ParameterInvalid(
        'invalid_value',
        `Audio content of ${Math.round(track.durationMs)}ms is already shorter than ${audio_end_ms}ms`,
        'audio_end_ms',
      );
    }
    track.cut(audio_end_ms);
    item.content = [{ type: 'output_audio', transcript: track.text }];
    this.usage.spoken(item_id, track.durationMs);
    this.send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms });
  }

  /** What lies before an answer that the client wrote down is history. */
  private answeredItems(): ReadonlySet<string> {
    const items = this.conversation.all;
    const end = items.findLastIndex(({ id }) => this.answers.has(id));
    return new Set(items.slice(0, Math.max(0, end)).map(({ id }) => id));
  }

  /** @throws ParameterInvalid */
  private nameOfCall(callId: string): string {
    const call = this.conversation.all.find(
      (item) => item.type === 'function_call' && item.call_id === callId,
    );
    if (call?.type === 'function_call') return call.name;
    throw new ParameterInvalid(
      'invalid_tool_call_id',
      `Tool call ID '${callId}' not found in conversation.`,
      'item.call_id',
    );
  }
}

/** A person's message as the mind takes it: what is written in it, or else what is spoken. */
export function takeIn(
  mind: Mind,
  ear: Pick<Ear, 'hear'>,
  itemId: string,
  { content }: Extract<NewItem, { role: 'user' }>,
): void {
  const text = content.flatMap((part) => (part.type === 'input_text' ? part.text : [])).join(' ');
  const audio = content.find((part) => part.type === 'input_audio')?.audio;
  if (text.trim()) mind.read(itemId, text);
  else if (audio) mind.hear(itemId, ear.hear(toSamples(Buffer.from(audio, 'base64')), { rate: 24_000 }));
}
