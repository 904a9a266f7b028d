import { randomBytes } from 'node:crypto';

type Kind = 'sess' | 'conv' | 'item' | 'resp' | 'event' | 'call';

/** An id as OpenAI makes them: `item_` and letters. */
export function newOpenAiId(kind: Kind): string {
  return `${kind}_${randomBytes(12).toString('base64url').replaceAll(/[-_]/g, 'x')}`;
}
