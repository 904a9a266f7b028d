import { seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import { ParleyApi } from '../../src/call/parley-api.ts';
import type { Stages } from '../../src/call/parley-api.ts';
import { Callers } from '../../test/callers.ts';
import { World } from '../../test/world.ts';
import type { Bench, BenchResult } from '../bench.ts';
import { drawPlans, isReported, NOISES, SEED } from '../corpus/plan.ts';
import type { Noise, Place, Plan } from '../corpus/plan.ts';
import { PHRASES, Speaker } from '../corpus/speaker.ts';
import { utter } from '../corpus/utterance.ts';
import { LIVEKIT_KEYS } from '../livekit-keys.ts';
import { median, summarize } from '../statistics.ts';
import type { Summary } from '../statistics.ts';
import { PlainAgents } from './plain-agents.ts';
import {
  FIRST_TOKEN_MS,
  PIPELINE_AGENT,
  Scene,
  TOKEN_EVERY_MS,
  UTTERANCES_A_TALK,
  VERDICT_ACCURACY,
} from './scene.ts';
import type { Played, Turn } from './scene.ts';

/** One in each kind of noise. */
const TALKS = 3;

const SLOWEST = 8;
const PLACES: readonly Place[] = ['inside', 'could end', 'between sentences'];

/**
 * How soon a pipeline agent answers by default, and how often it answers before the sentence is over: in real rooms. Then the same
 * with plain LiveKit agents and the same vendors.
 */
export async function benchPipeline({
  progress,
  talks,
}: Pick<Bench, 'progress' | 'talks'>): Promise<BenchResult> {
  const count = talks ?? TALKS;
  const world = await World.start(LIVEKIT_KEYS);
  const callers = new Callers();
  let plain: PlainAgents | undefined;
  try {
    const speaker = await Speaker.open(PHRASES);
    const corpus = await Promise.all(drawSample(speaker.voices, count).map((plan) => utter(plan, speaker)));
    const scene = new Scene(world, corpus, progress);
    await scene.prepare();
    const api = new ParleyApi(world.apiUrl);
    const stages: Stages[] = [];
    const ours = await scene.play({
      name: 'ours',
      begin: () => callers.call(world.apiUrl, 'rms', { agentId: null, agentConfig: PIPELINE_AGENT }),
      end: async (talk) => {
        const messages = await api.messages(talk.session.sessionId);
        stages.push(...messages.flatMap(({ latency }) => latency ?? []));
        await talk.end();
      },
    });
    const agents = (plain = await PlainAgents.start(world, PIPELINE_AGENT.prompt));
    const theirs = await scene.play({
      name: 'plain',
      begin: async () => callers.enter(...(await agents.room())),
      end: (talk) => talk.hangUp(),
    });
    return describe({ ours, theirs, stages, talks: count });
  } finally {
    await callers.close();
    await plain?.stop();
    await world.stop();
  }
}

/** Of all sentences and voices alike. */
function drawSample(voices: readonly string[], talks: number): Plan[] {
  const random = seededRandom(SEED);
  const drawn = drawPlans(SEED, voices)
    .filter(isReported)
    .map((plan) => ({ plan, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ plan }) => plan);
  return Array.from({ length: talks }, (_, i) => NOISES[i % NOISES.length]).flatMap((noise, i) => {
    const from = Math.floor(i / NOISES.length) * UTTERANCES_A_TALK;
    return drawn.filter((plan) => plan.noise === noise).slice(from, from + UTTERANCES_A_TALK);
  });
}

interface Measured {
  ours: Played;
  theirs: Played;
  /** Of our agents, as they saw them. */
  stages: readonly Stages[];
  talks: number;
}

function describe({ ours, theirs, stages, talks }: Measured): BenchResult {
  const stageOf = (name: keyof Stages) => Math.round(median(stages.flatMap((each) => each[name] ?? [])));
  const row = (name: string, unit: string, goal: string | null, of: (turns: readonly Turn[]) => number) => {
    return { name, unit, goal, ours: of(ours.turns), baseline: of(theirs.turns) };
  };
  return {
    name: 'pipeline',
    method: `${ours.turns.length} utterances of the corpus in ${talks} talks at once, with the default turn taking; recogniser final 100 ms after the words, model ${FIRST_TOKEN_MS} ms to the first word and ${TOKEN_EVERY_MS} ms to each further one of a first sentence of nine words with a comma after five, voice 100 ms: 580 ms of vendors to the sentence, 480 to the clause; the model is right about whether somebody has finished in ${100 * VERDICT_ACCURACY} of 100 cases; on the sound at the caller, both ways of the line included; times are of turns that were not cut; the baseline is a plain @livekit/agents with its defaults on the same vendors`,
    measures: [],
    comparisons: [
      row('end of speech → first sound of the answer, p50', 'ms', '560 ms', (turns) => waitOf(turns).p50),
      row('the same, p95', 'ms', '700 ms', (turns) => waitOf(turns).p95),
      row('pauses that were cut', '%', 'at most 3 %', (turns) => shareOf(turns.filter(isPaused), isCut)),
      row('sentences without a pause that were cut', '%', null, (turns) =>
        shareOf(turns.filter(isUnbroken), isCut),
      ),
      row('turns without an answer', '%', '0 %', (turns) => shareOf(turns, isSilent)),
    ],
    notes: [
      `pauses last 400 to 900 ms; cut ${PLACES.map((place) => cutsAt(place, ours.turns)).join(', ')}; plain ${PLACES.map((place) => cutsAt(place, theirs.turns)).join(', ')}`,
      ...NOISES.map((noise) => describeNoise(noise, ours.turns)),
      `the slowest: ${slowest(ours.turns).join(', ')}`,
      `as our agent saw it, in the middle, from the end of speech: ${stageOf('transcriptMs')} ms to the words, ${stageOf('endpointMs')} to the decision; from there ${stageOf('firstAudioMs')} to the first sound`,
      `${(ours.late * 100).toFixed(2)} % of the callers’ frames were more than 20 ms late, ${(theirs.late * 100).toFixed(2)} % with the plain agents`,
    ],
  };
}

function describeNoise(noise: Noise, all: readonly Turn[]): string {
  const turns = all.filter(({ plan }) => plan.noise === noise);
  const silent = turns.filter(isSilent).map(({ plan }) => `“${plan.words.join(' ')}”`);
  const [wait, cuts] = [Math.round(waitOf(turns).p50), turns.filter(isCut).length];
  return `${noise}: ${turns.length} turns, p50 ${wait} ms, ${cuts} cut, without an answer: ${silent.join(' ') || 'none'}`;
}

function slowest(turns: readonly Turn[]): string[] {
  return turns
    .filter((turn) => !isCut(turn))
    .flatMap(({ plan, heardMs }) => (heardMs === null ? [] : [{ plan, heardMs }]))
    .toSorted((a, b) => b.heardMs - a.heardMs)
    .slice(0, SLOWEST)
    .map(({ plan, heardMs }) => `“${plan.words.join(' ')}” ${Math.round(heardMs)} ms`);
}

function waitOf(turns: readonly Turn[]): Summary {
  return summarize(turns.filter((turn) => !isCut(turn)).flatMap(({ heardMs }) => heardMs ?? []));
}

function cutsAt(place: Place, turns: readonly Turn[]): string {
  const there = turns.filter(({ plan }) => plan.pause?.place === place);
  return `${place} ${there.filter(isCut).length} of ${there.length}`;
}

/** In percent. */
function shareOf(turns: readonly Turn[], is: (turn: Turn) => boolean): number {
  return (100 * turns.filter(is).length) / turns.length;
}

function isPaused({ plan }: Turn): boolean {
  return plan.pause !== null;
}

function isUnbroken(turn: Turn): boolean {
  return !isPaused(turn);
}

function isSilent({ heardMs }: Turn): boolean {
  return heardMs === null;
}

function isCut(turn: Turn): boolean {
  return turn.isCut;
}
