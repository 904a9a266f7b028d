import type { Dialogue } from '../realtime/mind.js';
import { newOpenAiId } from '../openai-id.js';
import { SentenceSense } from './sentence-sense.js';
import { TextSwitchesDto } from './text-switches.dto.js';
import { TokenPace } from './token-pace.js';
import { nextReply } from './written-talk.js';
import type { WrittenTalk } from './written-talk.js';

export type FinishReason = 'stop' | 'length' | 'tool_calls';

/** A token of an answer, the beginning of a tool call, or the end. */
export type AnswerPiece =
  | { kind: 'text'; text: string }
  | { kind: 'call'; index: number; callId: string; name: string }
  | { kind: 'arguments'; index: number; text: string }
  | { kind: 'end'; reason: FinishReason };

/** Of a tool's arguments. */
const LETTERS_PER_TOKEN = 12;

/** Stands where a vendor's language model is: a written talk goes in, an answer comes out token by token, as fast as it was told to write. */
export class TextModel {
  switches: Readonly<TextSwitchesDto> = new TextSwitchesDto();
  readonly sense = new SentenceSense();

  constructor(private readonly newDialogue: () => Dialogue) {}

  /** Ends with the piece that says why. @throws the signal's reason when nobody waits for it any more. */
  async *answer(talk: WrittenTalk, mostTokens: number, signal: AbortSignal): AsyncGenerator<AnswerPiece> {
    const pace = new TokenPace(this.switches);
    const { say = '', calls = [] } = nextReply(talk, this.newDialogue, this.sense.isUnfinished);
    let tokens = 0;
    for (const piece of pieces(say, calls)) {
      if (tokens++ >= mostTokens) {
        yield { kind: 'end', reason: 'length' };
        return;
      }
      await pace.next(signal);
      yield piece;
    }
    yield { kind: 'end', reason: calls.length > 0 ? 'tool_calls' : 'stop' };
  }
}

function* pieces(
  say: string,
  calls: readonly { name: string; arguments: Record<string, unknown> }[],
): Generator<AnswerPiece> {
  for (const text of say.match(/\s*\S+/g) ?? []) yield { kind: 'text', text };
  for (const [index, call] of calls.entries()) {
    yield { kind: 'call', index, callId: newOpenAiId('call'), name: call.name };
    const written = JSON.stringify(call.arguments);
    for (let from = 0; from < written.length; from += LETTERS_PER_TOKEN) {
      yield { kind: 'arguments', index, text: written.slice(from, from + LETTERS_PER_TOKEN) };
    }
  }
}
