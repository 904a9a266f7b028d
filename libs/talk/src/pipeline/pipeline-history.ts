import type { KnownPerson } from '#conversation';
import type { ChatMessage, ToolRequest } from '#providers';
import { aboutPerson } from '../known-person.js';
import { UNKNOWN_RESULT } from '../past.js';
import type { PastItem } from '../past.js';

/** More than a model needs to know of what was said long ago. */
const KEPT_MESSAGES = 200;

/** What the model is told of the talk so far. */
export class PipelineHistory {
  private readonly messages: ChatMessage[] = [];

  private about: ChatMessage[] = [];

  constructor(past: readonly PastItem[], person: KnownPerson | null) {
    if (person) this.know(person);
    for (const item of past) {
      if ('callId' in item) {
        const { callId, name, result } = item;
        this.tools(
          '',
          [{ callId, name, arguments: JSON.stringify(item.arguments) }],
          [result ?? UNKNOWN_RESULT],
        );
      } else if (item.role === 'user') this.person(item.text);
      else this.agent(item.heardText ?? item.text);
    }
  }

  /** The last word was the person's. */
  get owesAnswer(): boolean {
    const last = this.messages.at(-1)?.role;
    return last === 'user' || last === 'tool';
  }

  /** All there is, under these instructions. */
  with(instructions: string, ...more: readonly ChatMessage[]): ChatMessage[] {
    return [{ role: 'system', content: instructions }, ...this.about, ...this.messages, ...more];
  }

  /** With whom the talk is: apart from the instructions. */
  know(person: KnownPerson): void {
    this.about = [{ role: 'system', content: aboutPerson(person) }];
  }

  person(text: string): void {
    this.add({ role: 'user', content: text });
  }

  agent(text: string): void {
    if (text) this.add({ role: 'assistant', content: text });
  }

  /** What the model said along with its wish for tools, and what they answered. */
  tools(text: string, toolCalls: readonly ToolRequest[], answers: readonly string[]): void {
    this.add({ role: 'assistant', content: text, toolCalls });
    toolCalls.forEach(({ callId }, index) => {
      this.add({ role: 'tool', callId, content: answers[index] ?? '' });
    });
  }

  private add(message: ChatMessage): void {
    this.messages.push(message);
    if (this.messages.length <= KEPT_MESSAGES) return;
    // An answer of a tool means nothing without the wish for it.
    this.messages.shift();
    while (this.messages[0]?.role === 'tool') this.messages.shift();
  }
}
