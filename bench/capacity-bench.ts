import { setTimeout as pause } from 'node:timers/promises';
import { Callers } from '../test/callers.ts';
import type { TestTalk } from '../test/callers.ts';
import { collectGarbage, privateMegabytes, WITH_GC } from '../test/heap.ts';
import { World } from '../test/world.ts';
import type { Bench, BenchResult, Measure } from './bench.ts';
import { cpuMs } from './process-usage.ts';
import { Sandbox } from './sandbox.ts';
import { summarize } from './statistics.ts';
import type { Summary } from './statistics.ts';

const RUNS = 3;
const STEPS = [2, 4, 6, 8, 10, 12, 16, 20, 24];
const TURNS = 8;
/** Of every talk: the first turn meets what is not there yet. */
const WARM_UP = 1;
const CALLERS_A_PROCESS = 8;
const SENTENCE = 'hello tara how are you';
/** People think before they speak; without it all would speak at the same moment. */
const LONGEST_THOUGHT_MS = 1_500;
const MOST_LATE = 0.01;
const COLLECTED_WITHIN_MS = 2_000;

/** So many talks at once, and what they cost the agents. */
interface Step {
  talks: number;
  latency: Summary;
  /** Share of the callers' frames that were more than 20 ms late. */
  late: number;
  cpuSecondsAMinute: number;
  megabytesATalk: number;
}

/**
 * How many realtime talks the machine carries beside callers, LiveKit server and simulator, until answers take twice as long: what
 * two of three runs do at least.
 */
export async function benchCapacity({ progress }: Pick<Bench, 'progress'>): Promise<BenchResult> {
  const runs: Step[][] = [];
  while (runs.length < RUNS) {
    runs.push(await run((text) => progress(`capacity, run ${runs.length + 1} of ${RUNS}: ${text}`)));
  }
  const [, middle = []] = runs.toSorted((a, b) => carried(a) - carried(b));
  return {
    name: 'capacity',
    method: `talks with the simulated realtime model, which answers at once; ${TURNS} turns of each at its own pace, the first not counted; end of speech → heard, on one machine with the callers, the LiveKit server and the simulator; the middle one of ${RUNS} runs`,
    measures: middle.map(({ talks, latency }): Measure => ({
      name: `${talks} talks at once`,
      ...{ includes: '', goal: null, summary: latency },
    })),
    notes: [
      `${carried(middle)} talks at once before p95 doubled or 1 % of the callers’ frames were late (goal 16; with a fork a talk 8); run by run ${runs.map(carried).join(', ')}`,
      ...middle.map(
        ({ talks, late, cpuSecondsAMinute, megabytesATalk }) =>
          `${talks} talks: ${cpuSecondsAMinute.toFixed(1)} CPU-seconds of the agents a talk and minute (goal 4), ${megabytesATalk.toFixed(0)} MB private memory a talk (goal 15), ${(late * 100).toFixed(2)} % of the callers’ frames late`,
      ),
    ],
  };
}

/** More and more talks, to the first step that is too many. */
async function run(progress: Bench['progress']): Promise<Step[]> {
  const world = await World.start({ ...WITH_GC, AGENT_MAX_SESSIONS: String(STEPS.at(-1)) });
  try {
    await new Sandbox(world.sandboxUrl).answerAtOnce();
    await withTalks(world, 2, () => Promise.resolve()); // loads the code
    const idleMb = await agentsMegabytes(world);
    const steps: Step[] = [];
    for (const talks of STEPS) {
      progress(`${talks} talks at once`);
      const step = await measure(world, talks, idleMb);
      steps.push(step);
      if (!isCarried(step, steps[0])) break;
    }
    return steps;
  } finally {
    await world.stop();
  }
}

/** The most talks of a run that it carried. */
function carried(steps: readonly Step[]): number {
  return steps.findLast((step) => isCarried(step, steps[0]))?.talks ?? 0;
}

function isCarried({ latency, late }: Step, first: Step | undefined): boolean {
  return late <= MOST_LATE && latency.p95 <= 2 * (first?.latency.p95 ?? NaN);
}

function measure(world: World, talks: number, idleMb: number): Promise<Step> {
  return withTalks(world, talks, async (open) => {
    const [cpuBefore, startedAt] = [await agentsCpuMs(world), performance.now()];
    const answers = await Promise.all(open.map(converse));
    const minutes = (performance.now() - startedAt) / 60_000;
    const cpuSeconds = ((await agentsCpuMs(world)) - cpuBefore) / 1_000;
    const megabytes = (await agentsMegabytes(world)) - idleMb;
    const seen = await Promise.all(open.map((talk) => talk.seen()));
    const frames = seen.reduce((sum, each) => sum + each.frames, 0);
    const lateFrames = seen.reduce((sum, each) => sum + each.lateFrames, 0);
    return {
      talks,
      latency: summarize(answers.flat()),
      late: lateFrames / frames,
      cpuSecondsAMinute: cpuSeconds / minutes / talks,
      megabytesATalk: megabytes / talks,
    };
  });
}

/** @returns the milliseconds from the end of speech to the answer, turn by turn */
async function converse(talk: TestTalk): Promise<number[]> {
  const tookMs: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    await pause(Math.random() * LONGEST_THOUGHT_MS);
    await talk.say(SENTENCE);
    const { saidAt, heardAt } = await talk.hear();
    if (turn >= WARM_UP && saidAt !== null) tookMs.push(heardAt - saidAt);
  }
  return tookMs;
}

async function withTalks<T>(
  world: World,
  count: number,
  work: (talks: TestTalk[]) => Promise<T>,
): Promise<T> {
  const people = Array.from({ length: Math.ceil(count / CALLERS_A_PROCESS) }, () => new Callers());
  const talks: TestTalk[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const talk = await people[i % people.length]?.call(world.apiUrl);
      if (!talk) continue;
      talks.push(talk);
      await talk.greeting();
    }
    return await work(talks);
  } finally {
    for (const talk of talks) await talk.end();
    for (const group of people) await group.close();
  }
}

async function agentPids(world: World): Promise<number[]> {
  const parts = await world.parts();
  return parts.flatMap(({ name, pid }) => (name.startsWith('agent') && pid ? [pid] : []));
}

async function agentsCpuMs(world: World): Promise<number> {
  const each = await Promise.all((await agentPids(world)).map(cpuMs));
  return each.reduce((sum, ms) => sum + ms, 0);
}

/** After a whole collection: what a talk before this one left to be collected is not this one's. */
async function agentsMegabytes(world: World): Promise<number> {
  const pids = await agentPids(world);
  pids.forEach(collectGarbage);
  await pause(COLLECTED_WITHIN_MS);
  const each = await Promise.all(pids.map(privateMegabytes));
  return each.reduce((sum, megabytes) => sum + megabytes, 0);
}
