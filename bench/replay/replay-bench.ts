import { fileURLToPath } from 'node:url';
import { NEEDS } from '#talk';
import type { Bench, BenchResult } from '../bench.ts';
import { drawPlans, isForTuning, isReported, SEED } from '../corpus/plan.ts';
import type { Place, Plan } from '../corpus/plan.ts';
import { PHRASES, Speaker } from '../corpus/speaker.ts';
import { utter } from '../corpus/utterance.ts';
import { summarize } from '../statistics.ts';
import { ANSWER_MS, MEDIA_MS, replay } from './replay.ts';
import type { Heard, Replayed, ReplayOptions } from './replay.ts';
import { Scores } from './scores.ts';

const DATA = fileURLToPath(new URL('../../data/corpus', import.meta.url));
const FRESH_SEED = 4711;
const PROGRESS_EVERY = 100;

interface Way extends ReplayOptions {
  name: string;
}

const WAYS: readonly Way[] = [
  { name: 'rules', accuracy: null },
  { name: 'rules, unsure texts 800 ms', accuracy: null, needs: { ...NEEDS, maybe: NEEDS.undecided } },
  { name: 'rules, never below 800 ms', accuracy: null, minSilenceMs: 800 },
  { name: 'and a verdict right 10 of 10', accuracy: 1 },
  { name: 'and a verdict right 9 of 10', accuracy: 0.9 },
  { name: 'and a verdict right 8 of 10', accuracy: 0.8 },
  { name: 'and a verdict on all texts, right 97 of 100', accuracy: 0.97, asks: 'always' },
  { name: 'and a verdict on all texts, right 9 of 10', accuracy: 0.9, asks: 'always' },
  { name: 'and a model that never says no', accuracy: 'never says no', asks: 'always' },
];

/** The decisions of turn taking over recorded speech in virtual time. */
export async function benchReplay({ progress }: Pick<Bench, 'progress'>): Promise<BenchResult> {
  const halves = [
    { name: 'tuning half', heard: await prepare(SEED, isForTuning, progress) },
    { name: 'reported half', heard: await prepare(SEED, isReported, progress) },
    { name: 'fresh seed', heard: await prepare(FRESH_SEED, isReported, progress) },
  ];
  const rows = halves.flatMap(({ name, heard }) =>
    WAYS.map((way) => ({ name: `${name}: ${way.name}`, turns: heard.map((each) => replay(each, way)) })),
  );
  return {
    name: 'replay',
    method:
      'end of the last word → first sound of the answer at the caller, by the decisions alone, over 100 sentences in four synthetic voices a half, in virtual time',
    measures: rows.map(({ name, turns }) => ({
      name,
      includes: '',
      goal: null,
      summary: summarize(turns.filter(isWhole).flatMap(({ heardMs }) => heardMs ?? [])),
    })),
    notes: [
      ...rows.map(({ name, turns }) => `${name}: ${describe(turns)}`),
      `an answer is ready ${ANSWER_MS} ms after the recogniser's final, which comes 100 ms after the words; media takes ${MEDIA_MS} ms`,
      'a pause is cut when the caller hears something of an answer before they speak on; answers that were taken back in time are counted apart',
      'the recogniser marks 85 % of the ends, and of the pauses 15 % inside a sentence, 60 % where the words could be all, 90 % between sentences: a guess',
    ],
  };
}

async function prepare(
  seed: number,
  isWanted: (plan: Plan) => boolean,
  progress: Bench['progress'],
): Promise<Heard[]> {
  const speaker = await Speaker.open(PHRASES);
  const scores = await Scores.open(`${DATA}/scores-${seed}.json`);
  const heard: Heard[] = [];
  for (const plan of drawPlans(seed, speaker.voices).filter(isWanted)) {
    const utterance = await utter(plan, speaker);
    heard.push({ utterance, scores: await scores.of(utterance) });
    if (heard.length % PROGRESS_EVERY === 0)
      progress(`replay: seed ${seed}, ${heard.length} utterances ready`);
  }
  await scores.keep();
  return heard;
}

/** Turns that were answered in pieces say nothing of how long an answer takes. */
function isWhole({ early }: Replayed): boolean {
  return early.length === 0;
}

function describe(turns: readonly Replayed[]): string {
  const p90 = ninetieth(turns.filter(isWhole).flatMap(({ heardMs }) => heardMs ?? []));
  const places: readonly Place[] = ['inside', 'could end', 'between sentences'];
  const cuts = places.map((place) => {
    const paused = turns.filter(({ utterance }) => utterance.plan.pause?.place === place);
    return `${place} ${paused.filter(isCut).length} of ${paused.length}`;
  });
  const silent = turns.filter((turn) => !isWhole(turn) && !isCut(turn)).length;
  const missed = turns.filter(({ decidedMs }) => decidedMs === null).length;
  const begun = turns.reduce((sum, turn) => sum + turn.begun, 0) / turns.length;
  return `p90 ${Math.round(p90)} ms, cut ${cuts.join(', ')}; taken back unheard ${silent}, never ended ${missed}, answers begun a turn ${begun.toFixed(2)}`;
}

function isCut({ early }: Replayed): boolean {
  return early.some(({ heard }) => heard);
}

function ninetieth(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(0.9 * sorted.length) - 1)] ?? NaN;
}
