/**
 * What the words so far are: a whole with a mark, a whole perhaps, digits or letters of something longer, surely not all of it,
 * or nothing at all.
 */
export type TextState = 'done' | 'maybe' | 'number' | 'open' | 'none';

/** What the words of a sentence make of it, with the recogniser's full stop or question mark and without. */
export interface Leaning {
  marked: TextState;
  unmarked: TextState;
}

/** Goes on, whatever the recogniser thinks. */
export const OPEN: Leaning = { marked: 'open', unmarked: 'open' };
export const SPELLING: Leaning = { marked: 'number', unmarked: 'number' };
/** Goes on, unless the recogniser heard an end. */
export const DOUBTFUL: Leaning = { marked: 'maybe', unmarked: 'open' };
/** A word or two that can be all: then the mark is there. */
export const SHORT: Leaning = { marked: 'done', unmarked: 'open' };
export const UNCLEAR: Leaning = { marked: 'maybe', unmarked: 'maybe' };
export const PLAUSIBLE: Leaning = { marked: 'done', unmarked: 'maybe' };
export const COMPLETE: Leaning = { marked: 'done', unmarked: 'done' };

const ORDER: readonly TextState[] = ['done', 'maybe', 'number', 'open', 'none'];

/** Each rule may object: the strongest objection counts. */
export function strongest(leanings: readonly (Leaning | undefined)[]): Leaning | undefined {
  const given = leanings.filter((leaning) => leaning !== undefined);
  if (given.length === 0) return undefined;
  return given.reduce((one, other) => ({
    marked: later(one.marked, other.marked),
    unmarked: later(one.unmarked, other.unmarked),
  }));
}

function later(one: TextState, other: TextState): TextState {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other;
}
