/** What the model answers with when the person has clearly not finished; it is never spoken. */
export const UNFINISHED_MARK = '…';

/** Part of the question while the person might go on: the model judges by meaning what silence cannot tell. */
export const UNFINISHED_INSTRUCTION = `If the caller has clearly not finished the sentence, answer with the single character ${UNFINISHED_MARK} and nothing else.`;

/** By the beginning of an answer: undefined while it is too short to tell. */
export function saysUnfinished(beginning: string): boolean | undefined {
  const words = beginning.trimStart();
  if (words === '' || words === '.' || words === '..') return undefined;
  return words.startsWith(UNFINISHED_MARK) || words.startsWith('...');
}
