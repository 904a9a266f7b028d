import type {
  RealtimeConversationItemAssistantMessage,
  RealtimeConversationItemFunctionCall,
  RealtimeConversationItemFunctionCallOutput,
  RealtimeConversationItemSystemMessage,
  RealtimeConversationItemUserMessage,
} from 'openai/resources/realtime/realtime';
import { newOpenAiId } from '../openai-id.js';
import { ParameterInvalid } from '../openai.errors.js';

type Identified<T> = T & { id: string };

export type AssistantMessage = Identified<RealtimeConversationItemAssistantMessage>;

/** An item as the wire shows it. Sound is not kept, only what was said in it. */
export type Item =
  | AssistantMessage
  | Identified<RealtimeConversationItemFunctionCall>
  | Identified<RealtimeConversationItemFunctionCallOutput>
  | Identified<RealtimeConversationItemSystemMessage>
  | Identified<RealtimeConversationItemUserMessage>;

/** Beyond this the oldest items go, as the vendor's truncation lets them go. */
const KEPT_ITEMS = 2_000;

/** The items of a session in their order. */
export class Conversation {
  readonly id = newOpenAiId('conv');
  private readonly items: Item[] = [];

  get all(): readonly Item[] {
    return this.items;
  }

  /** The item a new one would follow; null when there is none. */
  get lastId(): string | null {
    return this.items.at(-1)?.id ?? null;
  }

  /**
   * Inserts an item and says which one it follows, null for none.
   *
   * @param after The id to follow; null or `root` for the head; undefined for the end.
   * @throws ParameterInvalid when the id to follow is unknown, or the item's own is taken.
   */
  add(item: Item, after?: string | null): string | null {
    if (this.find(item.id)) {
      throw new ParameterInvalid(
        'item_create_invalid_item_id',
        `Error adding item: an item with id '${item.id}' already exists.`,
        'item.id',
      );
    }
    const index = this.placeAfter(after);
    this.items.splice(index, 0, item);
    if (this.items.length > KEPT_ITEMS) this.items.shift();
    return this.before(item.id);
  }

  find(id: string): Item | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** The id of the item before this one. */
  before(id: string): string | null {
    const index = this.items.findIndex((item) => item.id === id);
    return this.items[index - 1]?.id ?? null;
  }

  /** @throws ParameterInvalid */
  get(id: string, doing: 'delete' | 'retrieve' | 'truncate'): Item {
    const item = this.find(id);
    if (item) return item;
    throw new ParameterInvalid(
      `item_${doing}_invalid_item_id`,
      `Error: the item with id '${id}' does not exist.`,
      'item_id',
    );
  }

  remove(item: Item): void {
    this.items.splice(this.items.indexOf(item), 1);
  }

  private placeAfter(after: string | null | undefined): number {
    if (after === undefined) return this.items.length;
    if (after === null || after === 'root') return 0;
    const index = this.items.findIndex((item) => item.id === after);
    if (index >= 0) return index + 1;
    throw new ParameterInvalid(
      'item_create_invalid_previous_item_id',
      `Error adding item: the previous item with id '${after}' does not exist.`,
      'previous_item_id',
    );
  }
}
