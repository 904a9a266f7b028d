import { randomBytes } from 'node:crypto';

type Kind = 'sess' | 'conv' | 'item' | 'resp' | 'event' | 'call' | 'msg' | 'fc';

/** An id as OpenAI makes them: `item_` and letters. */
export function newOpenAiId(kind: Kind): string {
  return `${kind}_${letters()}`;
}

/** Ids of chat completions have a dash. */
export function newChatId(): string {
  return `chatcmpl-${letters()}`;
}

function letters(): string {
  return randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x');
}
