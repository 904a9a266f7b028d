import type { LineSentence, SpokenPiece } from './spoken-line.js';

// The synthesiser tells no times within a sentence: they are taken by the place among the letters.

export interface AlignedText {
  text: string;
  startMs: number;
  endMs: number;
}

/** When each word of a sentence is said. */
export function alignWords({ text, startMs, durationMs }: LineSentence): AlignedText[] {
  const at = (index: number) => startMs + (index / text.length) * durationMs;
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    startMs: at(index),
    endMs: at(index + word.length),
  }));
}

/** The letters of a piece, a space behind its sentence, counted from the beginning of the piece. */
export function alignLetters({ sentence, startMs, durationMs }: SpokenPiece): AlignedText[] {
  const letters = [...`${sentence.text} `];
  const letterMs = sentence.durationMs / letters.length;
  const fromMs = startMs - sentence.startMs;
  return letters
    .map((text, i) => ({ text, startMs: i * letterMs - fromMs, endMs: (i + 1) * letterMs - fromMs }))
    .filter((letter) => letter.startMs >= -ROUNDING_MS && letter.startMs < durationMs - ROUNDING_MS);
}

/** Sums of fractions: a letter belongs to one piece and not to two or none. */
const ROUNDING_MS = 1e-6;
