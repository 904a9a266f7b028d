import { ANYTHING_ELSE } from '../../dialogue/tara-says.js';
import type { DeclaredTool, Reply } from '../../dialogue/travel-dialogue.js';
import { UNCLEAR } from '../../speech/ear.js';
import { wordsToSay } from '../realtime/mind.js';
import type { Dialogue } from '../realtime/mind.js';
import { asksForVerdict, isOpenEnded, NOT_FINISHED } from './open-ended.js';
import { PlainDialogue } from './plain-dialogue.js';
import { structuredAnswer } from './structured-answer.js';
import type { AnswerSchema } from './structured-answer.js';

/**
 * What happened in a talk. Of the agent mostly that it answered matters here: its words are known beforehand. `cutOff` is what there is
 * of an answer that the model is asked to go on with.
 */
export type WrittenTurn =
  | { by: 'person'; text: string }
  | { by: 'agent'; cutOff?: string }
  | { by: 'tool'; callId: string; name: string; output: string };

/** A talk as a stateless API tells it: whole, each time anew. */
export interface WrittenTalk {
  instructions: string;
  tools: readonly DeclaredTool[];
  turns: readonly WrittenTurn[];
  /** Left out, the answer is in words. */
  schema?: AnswerSchema | undefined;
}

/** What an agent is told of the person stands between these marks: others said it, and it makes of no agent another one. */
const ABOUT_PERSON = /<known_person>.*?<\/known_person>/gs;
const TRAVEL_TOOLS = new Set(['find_packages', 'save_customer_lead', 'create_quote']);
const DONE_BEFORE = JSON.stringify({ success: true });

/** What the model says next: the dialogue is brought to where the talk stands, and asked about what was not answered yet. */
export function nextReply(
  talk: WrittenTalk,
  newDialogue: () => Dialogue,
  isUnfinished: (text: string) => boolean = isOpenEnded,
): Reply {
  const { instructions, tools, turns, schema } = talk;
  if (schema) return { say: structuredAnswer(schema, lastSaid(turns)) };
  const literal = wordsToSay(instructions);
  if (literal !== undefined) return { say: literal };
  const last = turns.at(-1);
  if (last?.by === 'agent' && last.cutOff !== undefined) return goOn(talk, last.cutOff, newDialogue);
  if (last?.by === 'person' && asksForVerdict(instructions) && isUnfinished(last.text)) {
    return { say: NOT_FINISHED };
  }
  const dialogue = isAboutTravel(talk) ? newDialogue() : new PlainDialogue();
  dialogue.declare(tools);
  const answered = turns.findLastIndex(({ by }) => by === 'agent') + 1;
  relive(dialogue, turns, answered);
  return (
    answerTo(dialogue, turns.slice(answered)) ?? (answered > 0 ? { say: ANYTHING_ELSE } : dialogue.greet())
  );
}

function lastSaid(turns: readonly WrittenTurn[]): string {
  const last = turns.findLast(({ by }) => by === 'person');
  return last?.by === 'person' ? last.text : '';
}

/** The rest of what would have been said; nothing when it was something else. */
function goOn(talk: WrittenTalk, cutOff: string, newDialogue: () => Dialogue): Reply {
  const { say = '' } = nextReply({ ...talk, turns: talk.turns.slice(0, -1) }, newDialogue);
  const begun = cutOff.trim();
  return { say: say.startsWith(begun) ? say.slice(begun.length).trim() : '' };
}

function isAboutTravel({ instructions, tools }: WrittenTalk): boolean {
  const own = instructions.replaceAll(ABOUT_PERSON, '');
  return tools.some(({ name }) => TRAVEL_TOOLS.has(name)) || /\b(?:tara|travel)\b/i.test(own);
}

function relive(dialogue: Dialogue, turns: readonly WrittenTurn[], answered: number): void {
  for (const [index, turn] of turns.slice(0, answered).entries()) {
    if (turn.by === 'tool') dialogue.toolResult(turn.callId, turn.name, turn.output);
    if (turn.by !== 'person') continue;
    const told = resultsAfter(turns, index);
    for (const { name } of listen(dialogue, turn.text).calls ?? []) {
      // Done then, though nobody wrote down what came of it: a lead is not to be saved again.
      if (!told.has(name)) dialogue.toolResult('', name, DONE_BEFORE);
    }
  }
}

/** The tools that told something before the person spoke again. */
function resultsAfter(turns: readonly WrittenTurn[], index: number): ReadonlySet<string> {
  const rest = turns.slice(index + 1);
  const next = rest.findIndex(({ by }) => by === 'person');
  const between = next < 0 ? rest : rest.slice(0, next);
  return new Set(between.flatMap((turn) => (turn.by === 'tool' ? turn.name : [])));
}

/** Undefined when nothing waits for an answer. A model that was asked says something or does something. */
function answerTo(dialogue: Dialogue, turns: readonly WrittenTurn[]): Reply | undefined {
  if (turns.length === 0) return undefined;
  const learned: Reply[] = [];
  let answer: Reply = {};
  for (const turn of turns) {
    if (turn.by === 'tool') learned.push(dialogue.toolResult(turn.callId, turn.name, turn.output));
    // A person who went on talking before an answer came is answered once, for all of it.
    if (turn.by === 'person') answer = listen(dialogue, turn.text);
  }
  const replies = [...learned, answer];
  const say = replies.flatMap((reply) => reply.say ?? []).join(' ');
  const calls = replies.flatMap((reply) => reply.calls ?? []);
  if (calls.length > 0) return { ...(say && { say }), calls };
  return { say: say || ANYTHING_ELSE };
}

function listen(dialogue: Dialogue, text: string): Reply {
  if (text.trim() !== UNCLEAR) return dialogue.read(text);
  return dialogue.hear({ text, slots: { intent: 'unknown' }, unclear: true });
}
