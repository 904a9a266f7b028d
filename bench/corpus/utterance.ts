import { seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import { noiseOf } from './noise.ts';
import type { Plan } from './plan.ts';
import { understand } from './recogniser.ts';
import type { Clause, Understood } from './recogniser.ts';
import { RATE } from './speaker.ts';
import type { Speaker } from './speaker.ts';

/** A plan in sound: what the caller's microphone gives and what the recogniser makes of it. */
export interface Utterance {
  plan: Plan;
  samples: Int16Array;
  /** Where the words stop and go on, and where they end. */
  clauses: readonly Clause[];
  endMs: number;
  understood: readonly Understood[];
}

/** Longer than any decision takes. */
const TAIL_MS = 2_000;
/** What a word has besides its letters when the time of a phrase is shared out among its words. */
const WORD_WEIGHT = 2;

/**
 * Every clause is synthesised by itself and cut to its sound, so the pause and both its edges are exact to the sample. Within a
 * clause the ends of words are shared out by their length; only interims depend on them.
 */
export async function utter(plan: Plan, speaker: Speaker): Promise<Utterance> {
  const { words, pause } = plan;
  const parts = pause ? [words.slice(0, pause.after), words.slice(pause.after)] : [words];
  const spoken: { sound: Int16Array; clause: Clause }[] = [];
  let atMs = plan.leadMs;
  for (const part of parts) {
    const sound = await speaker.say(part.join(' '), plan.voice);
    const clause = timesOf(part, atMs, sound.length);
    spoken.push({ sound, clause });
    atMs = (clause.wordEndsMs.at(-1) ?? atMs) + (pause?.ms ?? 0);
  }
  const clauses = spoken.map(({ clause }) => clause);
  const endMs = clauses.at(-1)?.wordEndsMs.at(-1) ?? 0;
  const samples = mix(plan, spoken, endMs + TAIL_MS);
  return { plan, samples, clauses, endMs, understood: understand(plan, clauses) };
}

function timesOf(words: readonly string[], startMs: number, samples: number): Clause {
  const totalMs = (samples * 1_000) / RATE;
  const weights = words.map((word) => word.length + WORD_WEIGHT);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let said = 0;
  const wordEndsMs = weights.map((weight) => startMs + (totalMs * (said += weight)) / whole);
  return { words, startMs, wordEndsMs };
}

function mix(
  plan: Plan,
  spoken: readonly { sound: Int16Array; clause: Clause }[],
  totalMs: number,
): Int16Array {
  const samples = new Int16Array(Math.round((totalMs * RATE) / 1_000));
  const noise = noiseOf(plan.noise);
  const offset = Math.floor(seededRandom(plan.seed)() * noise.length);
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round(noise[(offset + i) % noise.length] ?? 0);
  for (const { sound, clause } of spoken) {
    const start = Math.round((clause.startMs * RATE) / 1_000);
    for (let i = 0; i < sound.length; i++) {
      const sum = (samples[start + i] ?? 0) + (sound[i] ?? 0);
      samples[start + i] = Math.max(-32_768, Math.min(32_767, sum));
    }
  }
  return samples;
}
