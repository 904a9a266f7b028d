import { ANYTHING_ELSE } from '../../dialogue/tara-says.js';
import type { DeclaredTool, Reply, TravelDialogue } from '../../dialogue/travel-dialogue.js';
import { UNCLEAR } from '../../speech/ear.js';
import type { Heard } from '../../speech/ear.js';

/** What the mind needs of a dialogue. */
export type Dialogue = Pick<TravelDialogue, 'declare' | 'greet' | 'hear' | 'read' | 'toolResult'>;

/** Something the model has not answered yet, by the id of its item. */
type Input =
  | { kind: 'speech'; itemId: string; hearing: Promise<Heard> }
  | { kind: 'text'; itemId: string; text: string }
  | { kind: 'tool'; itemId: string; callId: string; name: string; output: string };

type Understood = Exclude<Input, { kind: 'speech' }> | { kind: 'heard'; heard: Heard };

export interface Question {
  tools: readonly DeclaredTool[];
  instructions?: string;
}

const DONE_BEFORE = JSON.stringify({ success: true });

/** Stands where the vendor's model is: collects what was said and done since the last answer, and asks the dialogue. */
export class Mind {
  private unanswered: Input[] = [];
  private readonly past: Input[] = [];
  /** Items that were taken in once: a client may write one anew without saying it anew. */
  private readonly known = new Set<string>();
  private hasSpoken = false;

  constructor(private readonly dialogue: Dialogue) {}

  hear(itemId: string, hearing: Promise<Heard>): void {
    hearing.catch(() => undefined); // looked at when it is answered
    this.take({ kind: 'speech', itemId, hearing });
  }

  read(itemId: string, text: string): void {
    this.take({ kind: 'text', itemId, text });
  }

  learn(itemId: string, call: { callId: string; name: string; output: string }): void {
    this.take({ kind: 'tool', itemId, ...call });
  }

  /** The item is gone, and with it what it asked for. */
  forget(itemId: string): void {
    const left = this.unanswered.filter((input) => input.itemId !== itemId);
    if (left.length < this.unanswered.length) this.known.delete(itemId);
    this.unanswered = left;
  }

  /** These items were answered before our time: they are history, wanted only when the dialogue is asked again. */
  recall(itemIds: ReadonlySet<string>): void {
    const past = this.unanswered.filter(({ kind, itemId }) => kind !== 'speech' && itemIds.has(itemId));
    this.unanswered = this.unanswered.filter((input) => !past.includes(input));
    this.past.push(...past);
  }

  /** @throws the signal's reason when the answer is not wanted any more; what was to be answered then waits for the next. */
  async answer({ tools, instructions }: Question, signal: AbortSignal): Promise<Reply> {
    const literal = wordsToSay(instructions);
    if (literal !== undefined) {
      this.hasSpoken = true;
      return { say: literal };
    }
    const inputs = await Promise.all(this.unanswered.map(understood));
    signal.throwIfAborted();
    this.unanswered.splice(0, inputs.length);
    this.dialogue.declare(tools);
    this.relive();
    const reply = inputs.length > 0 ? this.answerTo(inputs) : this.begin(instructions);
    this.hasSpoken = true;
    return reply;
  }

  private take(input: Input): void {
    if (this.known.has(input.itemId)) return;
    this.known.add(input.itemId);
    this.unanswered.push(input);
  }

  /** Brings the dialogue to where the talk was, without a word. */
  private relive(): void {
    for (const input of this.past.splice(0)) {
      this.hasSpoken = true;
      if (input.kind === 'tool') this.dialogue.toolResult(input.callId, input.name, input.output);
      if (input.kind !== 'text') continue;
      // What it would do now was done then: a lead is not to be saved again.
      for (const { name } of this.dialogue.read(input.text).calls ?? []) {
        this.dialogue.toolResult('', name, DONE_BEFORE);
      }
    }
  }

  private begin(instructions: string | undefined): Reply {
    return this.hasSpoken && !instructions ? { say: ANYTHING_ELSE } : this.dialogue.greet(instructions);
  }

  private answerTo(inputs: readonly Understood[]): Reply {
    const learned: Reply[] = [];
    let answer: Reply = {};
    for (const input of inputs) {
      if (input.kind === 'tool')
        learned.push(this.dialogue.toolResult(input.callId, input.name, input.output));
      // A person who went on talking before an answer came is answered once, for all of it.
      else answer = input.kind === 'text' ? this.dialogue.read(input.text) : this.dialogue.hear(input.heard);
    }
    return join([...learned, answer]);
  }
}

/** An ear that failed is one that understood nothing: the person gets an answer, and the log what went wrong. */
async function understood(input: Input): Promise<Understood> {
  if (input.kind !== 'speech') return input;
  const heard = await input.hearing.catch((): Heard => ({
    text: UNCLEAR,
    unclear: true,
    confidence: 0,
    slots: { intent: 'unknown' },
  }));
  return { kind: 'heard', heard };
}

/** What instructions like `Say exactly this: "Hello."` want to hear, quotation marks inside the words included. */
export function wordsToSay(instructions: string | undefined): string | undefined {
  const start = instructions?.toLowerCase().lastIndexOf('say exactly') ?? -1;
  if (instructions === undefined || start < 0) return undefined;
  const quoted = /["“](.+)["”]/s.exec(instructions.slice(start))?.[1];
  return quoted?.trim() || undefined;
}

function join(replies: readonly Reply[]): Reply {
  const say = replies.flatMap(({ say: words }) => words ?? []).join(' ');
  const calls = replies.flatMap((reply) => reply.calls ?? []);
  return { ...(say && { say }), ...(calls.length > 0 && { calls }) };
}
