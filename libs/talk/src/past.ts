import type { PastToolCall, SpokenMessage } from '#conversation';

export type PastItem = SpokenMessage | PastToolCall;

/** What the model is told of a tool whose process died: whether it had its effect, nobody knows. */
export const UNKNOWN_RESULT = JSON.stringify({
  success: false,
  message:
    'The line broke while this was done, and it may have been done. Ask the customer before you do it again.',
});

/** What was said and done in a talk, as it happened. */
export function inOrder(said: readonly SpokenMessage[], done: readonly PastToolCall[]): PastItem[] {
  return [...said, ...done].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
