import type { Conversation, Item } from './conversation.js';
import type { Send } from './server-event.js';
import type { SpokenTrack } from './spoken-track.js';

/** Where a response lays its items down: the session's conversation, or nowhere for a response out of band. */
export abstract class ItemDesk {
  abstract readonly conversationId: string | undefined;
  /** What the response reads. */
  abstract readonly items: readonly Item[];
  /** `track` comes with a message that is spoken. */
  abstract open(item: Item, track?: SpokenTrack): void;
  abstract close(item: Item): void;
}

export class ConversationDesk extends ItemDesk {
  /** What was said when, by item, for items that are spoken. */
  readonly tracks = new Map<string, SpokenTrack>();

  constructor(
    private readonly conversation: Conversation,
    private readonly send: Send,
  ) {
    super();
  }

  get conversationId(): string {
    return this.conversation.id;
  }

  get items(): readonly Item[] {
    return this.conversation.all;
  }

  get lastId(): string | null {
    return this.conversation.lastId;
  }

  get hasSpoken(): boolean {
    return this.tracks.size > 0;
  }

  open(item: Item, track?: SpokenTrack): void {
    this.place(item, undefined);
    if (track) this.tracks.set(item.id, track);
  }

  close(item: Item): void {
    this.send({
      type: 'conversation.item.done',
      previous_item_id: this.conversation.before(item.id),
      item: { ...item },
    });
  }

  /** An item that is whole from the start. @throws ParameterInvalid */
  add(item: Item, after?: string | null): void {
    this.place(item, after);
    this.close(item);
  }

  /** Writes down what was understood of a person's sound. */
  transcribe(itemId: string, transcript: string): void {
    const item = this.conversation.find(itemId);
    if (item?.type === 'message' && item.role === 'user')
      item.content = [{ type: 'input_audio', transcript }];
  }

  private place(item: Item, after: string | null | undefined): void {
    const previous = this.conversation.add(item, after);
    this.send({ type: 'conversation.item.added', previous_item_id: previous, item: { ...item } });
  }
}

export class OutOfBandDesk extends ItemDesk {
  readonly conversationId = undefined;

  constructor(readonly items: readonly Item[]) {
    super();
  }

  open(): void {}

  close(): void {}
}
