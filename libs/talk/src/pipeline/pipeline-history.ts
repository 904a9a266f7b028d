import type { SpokenMessage } from '#conversation';
import type { ChatMessage, ToolRequest } from '#providers';

/** More than a model needs to know of what was said long ago. */
const KEPT_MESSAGES = 200;

/** What the model is told of the talk so far. */
export class PipelineHistory {
  private readonly messages: ChatMessage[] = [];

  constructor(before: readonly SpokenMessage[]) {
    for (const { role, text, heardText } of before) {
      this.messages.push({ role: role === 'agent' ? 'assistant' : 'user', content: heardText ?? text });
    }
  }

  /** All there is, under these instructions. */
  with(instructions: string, ...more: readonly ChatMessage[]): ChatMessage[] {
    return [{ role: 'system', content: instructions }, ...this.messages, ...more];
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
