import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { resample } from '../apps/sandbox/src/speech/flite.ts';
import { seededRandom } from '../apps/sandbox/src/speech/travel-grammar.ts';
import { ParleyApi } from '../src/call/parley-api.ts';
import type { Stages } from '../src/call/parley-api.ts';
import { writeWav } from '../src/call/wav.ts';
import { Callers } from '../test/callers.ts';
import type { TestTalk } from '../test/callers.ts';
import { World } from '../test/world.ts';
import type { Bench, BenchResult } from './bench.ts';
import { noiseOf } from './corpus/noise.ts';
import { drawPlans, NOISES } from './corpus/plan.ts';
import type { Noise, Place, Plan } from './corpus/plan.ts';
import { RATE, Speaker } from './corpus/speaker.ts';
import { utter } from './corpus/utterance.ts';
import type { Utterance } from './corpus/utterance.ts';
import type { EarScript } from './sandbox.ts';
import { Sandbox } from './sandbox.ts';
import { median, summarize } from './statistics.ts';

const PHRASES = fileURLToPath(new URL('../data/corpus/phrases', import.meta.url));
/** As in `replay`: the even sentences are reported, the odd ones are for tuning. */
const SEED = 1;
/** One in each kind of noise. */
const TALKS = 3;
const UTTERANCES_A_TALK = 34;
const CALL_RATE = 24_000;
const FIRST_TOKEN_MS = 200;
const TOKEN_EVERY_MS = 20;
/** The answer to what was cut off comes after all of it has been said. */
const ANSWERED_WITHIN_MS = 6_000;
const LOOK_EVERY_MS = 50;
const AGENT = {
  mode: 'pipeline',
  stt: 'deepgram',
  llm: 'gpt-4o',
  tts: 'cartesia',
  prompt: 'You answer in two short sentences.',
  tools: [],
};

/** What became of one utterance. */
interface Turn {
  plan: Plan;
  /** End of the last word → first sound of the answer, at the caller; null when none came. */
  heardMs: number | null;
  /** How much of an answer the caller heard before the last word was over. */
  cutMs: number;
}

/** How soon a pipeline agent answers by default, and how often it answers before the sentence is over: in real rooms. */
export async function benchPipeline({
  progress,
  talks,
}: Pick<Bench, 'progress' | 'talks'>): Promise<BenchResult> {
  const count = talks ?? TALKS;
  const world = await World.start();
  const callers = new Callers();
  try {
    const sandbox = new Sandbox(world.sandboxUrl);
    await sandbox.writeAt(FIRST_TOKEN_MS, TOKEN_EVERY_MS);
    const speaker = await Speaker.open(PHRASES);
    const plans = drawSample(speaker.voices);
    const open: { talk: TestTalk; utterances: Utterance[] }[] = [];
    for (let i = 0; i < count; i++) {
      progress(`pipeline: talk ${i + 1} of ${count} begins`);
      const noise = NOISES[i % NOISES.length] ?? 'quiet';
      const own = plans.filter((plan) => plan.noise === noise).slice(0, UTTERANCES_A_TALK);
      const utterances = await Promise.all(own.map((plan) => utter(plan, speaker)));
      await sandbox.understandNext(utterances.map(scriptOf));
      const talk = await callers.call(world.apiUrl, 'rms', { agentId: null, agentConfig: AGENT });
      await talk.moveTo(await wavOf(world, noise, Int16Array.from(noiseOf(noise))));
      await talk.greeting();
      open.push({ talk, utterances });
    }
    progress(`pipeline: ${count * UTTERANCES_A_TALK} utterances`);
    const turns = await Promise.all(open.map((each) => converse(world, sandbox, each.talk, each.utterances)));
    const seen = await Promise.all(open.map(({ talk }) => talk.seen()));
    const api = new ParleyApi(world.apiUrl);
    const kept = await Promise.all(open.map(({ talk }) => api.messages(talk.session.sessionId)));
    for (const { talk } of open) await talk.end();
    const stages = kept.flat().flatMap(({ latency }) => latency ?? []);
    const frames = seen.reduce((sum, each) => sum + each.frames, 0);
    const late = seen.reduce((sum, each) => sum + each.lateFrames, 0) / frames;
    return describe({ turns: turns.flat(), talks: count, stages, late });
  } finally {
    await callers.close();
    await world.stop();
  }
}

/** Of all sentences and voices alike. */
function drawSample(voices: readonly string[]): Plan[] {
  const random = seededRandom(SEED);
  return drawPlans(SEED, voices)
    .filter(({ number }) => number % 2 === 0)
    .map((plan) => ({ plan, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ plan }) => plan);
}

/** What the corpus' recogniser understands of it in the end, for the simulated vendor. */
function scriptOf({ plan, clauses, understood }: Utterance): EarScript {
  const finals = understood.filter(({ type }) => type === 'final');
  const startMs = clauses[0]?.startMs ?? 0;
  const words = clauses.flatMap((clause, i) =>
    clause.words.map((_, j) => {
      const isLast = j === clause.words.length - 1;
      const written = finals[i]?.text.split(' ')[j] ?? '';
      const [, word = written, mark] = /^(.*?)([.?!,])?$/.exec(written) ?? [];
      const endMs = Math.round((clause.wordEndsMs[j] ?? 0) - startMs);
      return { word, endMs, ...(mark && { mark }), ...(isLast && { clauseEnd: true }) };
    }),
  );
  return { id: plan.id, words };
}

async function converse(
  world: World,
  sandbox: Sandbox,
  talk: TestTalk,
  utterances: readonly Utterance[],
): Promise<Turn[]> {
  const turns: Turn[] = [];
  const first = utterances[0]?.plan.id ?? '';
  for (const { plan, samples, endMs } of utterances) {
    await sandbox.understand(first, plan.id); // whatever else it took for speech
    await talk.play(await wavOf(world, plan.id, samples), endMs);
    turns.push({ plan, ...(await answerTo(talk)) });
  }
  return turns;
}

/** Sound of the corpus as a file for callers. */
async function wavOf(world: World, name: string, samples: Int16Array): Promise<string> {
  const file = world.file(`${name}.wav`);
  await writeFile(file, writeWav({ sampleRate: CALL_RATE, channels: [resample(samples, RATE, CALL_RATE)] }));
  return file;
}

/** Waits for the answer to all that was said, and for its end. */
async function answerTo(talk: TestTalk): Promise<Pick<Turn, 'heardMs' | 'cutMs'>> {
  const saidAt = (await talk.lastSaid())?.to ?? NaN;
  for (;;) {
    const spans = await talk.heardSpans();
    const early = spans.filter(({ from }) => from < saidAt);
    const cutMs = early.reduce((sum, { from, to }) => sum + Math.min(to, saidAt) - from, 0);
    const answer = spans.find(({ from }) => from >= saidAt);
    if (answer) {
      await talk.hear();
      return { heardMs: answer.from - saidAt, cutMs };
    }
    if (Date.now() > saidAt + ANSWERED_WITHIN_MS) return { heardMs: null, cutMs };
    await pause(LOOK_EVERY_MS);
  }
}

interface Measured {
  turns: readonly Turn[];
  talks: number;
  /** As the agent saw them. */
  stages: readonly Stages[];
  /** Share of the callers' frames. */
  late: number;
}

function describe({ turns, talks, stages, late }: Measured): BenchResult {
  const whole = turns.filter(({ cutMs }) => cutMs === 0).flatMap(({ heardMs }) => heardMs ?? []);
  const paused = turns.filter(({ plan }) => plan.pause !== null);
  const places: readonly Place[] = ['inside', 'could end', 'between sentences'];
  const cuts = places.map((place) => {
    const there = paused.filter(({ plan }) => plan.pause?.place === place);
    return `${place} ${there.filter(isCut).length} of ${there.length}`;
  });
  const unpaused = turns.filter(({ plan }) => plan.pause === null);
  const stageOf = (name: keyof Stages) => Math.round(median(stages.flatMap((each) => each[name] ?? [])));
  const silent = turns.filter(({ heardMs }) => heardMs === null).length;
  return {
    name: 'pipeline',
    method: `${turns.length} utterances of the corpus in ${talks} talks at once, with the default turn taking; recogniser final 100 ms after the words, model ${FIRST_TOKEN_MS} ms to the first word and ${TOKEN_EVERY_MS} ms to each further one, voice 100 ms; on the sound at the caller, both ways of the line included; of turns that were not cut`,
    measures: [
      {
        name: 'end of speech → first sound of the answer',
        includes: 'recogniser, end of turn, model, voice, transport both ways',
        goal: 'p50 560 ms, p95 700 ms',
        summary: summarize(whole),
      },
    ],
    notes: [
      `pauses of 400 to 900 ms that were cut: ${paused.filter(isCut).length} of ${paused.length} (goal at most 3 %): ${cuts.join(', ')}`,
      `${unpaused.filter(isCut).length} of ${unpaused.length} sentences without a pause were cut, ${silent} turns had no answer within ${ANSWERED_WITHIN_MS / 1_000} s`,
      ...NOISES.map((noise) =>
        describeNoise(
          noise,
          turns.filter(({ plan }) => plan.noise === noise),
        ),
      ),
      `as the agent saw it, in the middle, from the end of speech: ${stageOf('transcriptMs')} ms to the words, ${stageOf('endpointMs')} to the decision; from there ${stageOf('firstTokenMs')} to the first word of the model, ${stageOf('voiceMs')} of the voice, ${stageOf('firstAudioMs')} to the first sound`,
      `${(late * 100).toFixed(2)} % of the callers’ frames were more than 20 ms late`,
    ],
  };
}

function describeNoise(noise: Noise, turns: readonly Turn[]): string {
  const whole = turns.filter((turn) => !isCut(turn)).flatMap(({ heardMs }) => heardMs ?? []);
  const silent = turns.filter(({ heardMs }) => heardMs === null);
  const missed = silent.map(({ plan }) => `“${plan.words.join(' ')}”`);
  return `${noise}: ${turns.length} turns, p50 ${Math.round(median(whole))} ms, ${turns.filter(isCut).length} cut, ${silent.length} without an answer ${missed.join(' ')}`.trimEnd();
}

function isCut({ cutMs }: Turn): boolean {
  return cutMs > 0;
}
