import type { TextState } from './leaning.js';

/**
 * Milliseconds of silence that end a turn, by what its words are. The silence begins with the last voiced window, which the voice
 * detector reports 60 to 140 ms after the last sound of a word.
 */
export interface Needs extends Readonly<Record<TextState, number>> {
  /** For `maybe` while the language model is asked whether the person has finished, and when it says no. */
  undecided: number;
}

export const NEEDS: Needs = {
  done: 370,
  maybe: 620,
  undecided: 800,
  number: 1_000,
  open: 1_200,
  none: 1_500,
};

/** A shorter silence is met inside sentences, a longer one is noticed as waiting. */
export const SHORTEST_DONE_MS = 200;
export const LONGEST_DONE_MS = 500;
/** So long before its end is decided the answer to an open text is begun: what language model and voice take. */
export const SPECULATE_BEFORE_MS = 420;
/** The language model's word that somebody goes on counts for so much silence, not more. */
export const LONGEST_DOUBT_MS = 1_200;
