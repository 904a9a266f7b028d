import { setTimeout as pause } from 'node:timers/promises';
import { Callers } from '../../test/callers.ts';
import type { TestTalk } from '../../test/callers.ts';
import { WITH_GC } from '../../test/heap.ts';
import { World } from '../../test/world.ts';
import type { Bench, BenchResult, Measure } from '../bench.ts';
import { LIVEKIT_KEYS } from '../livekit-keys.ts';
import { summarize } from '../statistics.ts';
import type { Summary } from '../statistics.ts';
import { OurPipelines, OurRealtime, PlainPipelines, SENTENCE } from './carriers.ts';
import type { Carrier } from './carriers.ts';

const RUNS = 3;
const STEPS = [2, 4, 6, 8, 10, 12, 16, 20, 24];
const TURNS = 8;
/** Of every talk: the first turn meets what is not there yet. */
const WARM_UP = 1;
const CALLERS_A_PROCESS = 8;
/** People think before they speak; without it all would speak at the same moment. */
const LONGEST_THOUGHT_MS = 1_500;
const MOST_LATE = 0.01;

interface Mode {
  name: string;
  what: string;
  ours: (world: World) => Promise<Carrier>;
  /** The framework's own agents, measured beside ours. */
  plain?: (world: World) => Promise<Carrier>;
}

const MODES = {
  realtime: {
    name: 'capacity',
    what: 'talks with the simulated realtime model, which answers at once',
    ours: OurRealtime.start,
  },
  pipeline: {
    name: 'capacity-pipeline',
    what: 'pipeline talks with simulated vendors: recogniser final 100 ms after the words, model 200 ms to the first word and 20 ms to each further one, voice 100 ms',
    ours: OurPipelines.start,
    plain: PlainPipelines.start,
  },
} satisfies Record<string, Mode>;

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
 * How many talks the machine carries beside callers, LiveKit server and simulator, until answers take twice as long: what two of
 * three runs do at least.
 */
export async function benchCapacity(
  { progress, talks = null }: Pick<Bench, 'progress' | 'talks'>,
  mode: keyof typeof MODES,
): Promise<BenchResult> {
  const { name, what, ours, plain: theirs }: Mode = MODES[mode];
  const count = talks ?? RUNS;
  const runs: Step[][] = [];
  while (runs.length < count) {
    const tell = (text: string) => progress(`${name}, run ${runs.length + 1} of ${count}: ${text}`);
    runs.push(await run(ours, tell));
  }
  const plain = theirs && (await run(theirs, (text) => progress(`${name}, plain agents: ${text}`)));
  const middle = runs.toSorted((a, b) => carried(a) - carried(b))[Math.floor(count / 2)] ?? [];
  return {
    name,
    method: `${what}; ${TURNS} turns of each at its own pace, the first not counted; end of speech → heard, on one machine with the callers, the LiveKit server and the simulator; the middle one of ${count} runs`,
    measures: middle.map(({ talks, latency }): Measure => ({
      name: `${talks} talks at once`,
      ...{ includes: '', goal: null, summary: latency },
    })),
    notes: [
      `${carried(middle)} talks at once before p95 doubled or 1 % of the callers’ frames were late (goal 16; with a fork a talk 8); run by run ${runs.map(carried).join(', ')}`,
      ...(plain ? [`${carried(plain)} talks at once with plain agents of the framework`] : []),
      ...middle.map((step) => notesOf(step)),
      ...(plain ?? []).map((step) => `plain agents, ${notesOf(step)}`),
    ],
  };
}

function notesOf({ talks, latency, late, cpuSecondsAMinute, megabytesATalk }: Step): string {
  return `${talks} talks: p95 ${Math.round(latency.p95)} ms, ${cpuSecondsAMinute.toFixed(1)} CPU-seconds of the agents a talk and minute (goal 4), ${megabytesATalk.toFixed(0)} MB private memory a talk (goal 15), ${(late * 100).toFixed(2)} % of the callers’ frames late`;
}

/** More and more talks, to the first step that is too many. */
async function run(start: (world: World) => Promise<Carrier>, progress: Bench['progress']): Promise<Step[]> {
  const world = await World.start({ ...WITH_GC, ...LIVEKIT_KEYS, AGENT_MAX_SESSIONS: String(STEPS.at(-1)) });
  let carrier: Carrier | undefined;
  try {
    carrier = await start(world);
    await withTalks(carrier, 2, () => Promise.resolve()); // loads the code
    const idleMb = await carrier.megabytes();
    const steps: Step[] = [];
    for (const talks of STEPS) {
      progress(`${talks} talks at once`);
      const step = await measure(carrier, talks, idleMb);
      steps.push(step);
      if (!isCarried(step, steps[0])) break;
    }
    return steps;
  } finally {
    await carrier?.stop();
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

function measure(carrier: Carrier, talks: number, idleMb: number): Promise<Step> {
  return withTalks(carrier, talks, async (open) => {
    const [cpuBefore, startedAt] = [await carrier.cpuMs(), performance.now()];
    const answers = await Promise.all(open.map(converse));
    const minutes = (performance.now() - startedAt) / 60_000;
    const cpuSeconds = ((await carrier.cpuMs()) - cpuBefore) / 1_000;
    const megabytes = (await carrier.megabytes()) - idleMb;
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
  carrier: Carrier,
  count: number,
  work: (talks: TestTalk[]) => Promise<T>,
): Promise<T> {
  const people = Array.from({ length: Math.ceil(count / CALLERS_A_PROCESS) }, () => new Callers());
  const talks: TestTalk[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const group = people[i % people.length];
      if (!group) continue;
      const talk = await carrier.begin(group, TURNS);
      talks.push(talk);
      await talk.hear(); // the greeting
    }
    return await work(talks);
  } finally {
    for (const talk of talks) await carrier.end(talk);
    for (const group of people) await group.close();
  }
}
