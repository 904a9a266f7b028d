import type { Heard } from './ear.js';
import { UNCLEAR } from './ear.js';
import type { TimedWord } from './recogniser.js';
import type { StreamWord } from './stream-ear.js';

/** What is believed of the beginning of a sentence: the rest might show that it was another. */
const BEGINNING_CONFIDENCE = 0.5;
const QUESTION = /^(?:what|which|how|do|does|can|could|is|are|where|when|who)\b|\bhow are you$/;

/** The words of what was heard in the sound that began then. None when it was unclear from its beginning. */
export function wordsOf(heard: Heard, startMs: number, endMs: number): StreamWord[] {
  const text = heard.unclear ? (heard.beginning ?? '') : heard.text;
  const timed = heard.words ?? spread(text, endMs - startMs);
  const confidence = heard.unclear ? BEGINNING_CONFIDENCE : heard.confidence;
  const mark = heard.unclear ? '' : QUESTION.test(text) ? '?' : '.';
  return timed.map((word, i) => ({
    text: word.text,
    written: capital(word.text, i === 0) + (i === timed.length - 1 ? mark : ''),
    startMs: Math.round(startMs + word.startMs),
    endMs: Math.round(startMs + word.endMs),
    confidence,
  }));
}

export function unclearWord(startMs: number, endMs: number): StreamWord {
  return { text: UNCLEAR, written: UNCLEAR, startMs, endMs, confidence: 0 };
}

function capital(word: string, first: boolean): string {
  return first || word === 'i' ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** Times by the place among the letters, where the recogniser tells none. */
function spread(text: string, durationMs: number): TimedWord[] {
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    startMs: (index / text.length) * durationMs,
    endMs: ((index + word.length) / text.length) * durationMs,
  }));
}
