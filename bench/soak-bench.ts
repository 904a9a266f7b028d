import { setTimeout as pause } from 'node:timers/promises';
import type { AgentWish } from '../src/call/parley-api.ts';
import { Callers } from '../test/callers.ts';
import type { TestTalk } from '../test/callers.ts';
import { collectGarbage, median, privateMegabytes, WITH_GC } from '../test/heap.ts';
import { World } from '../test/world.ts';
import type { Bench, BenchResult } from './bench.ts';
import { slope } from './statistics.ts';

const MINUTES = 30;
const TALKS = 100;
const MINUTE_MS = 60_000;
/** Of the long talk: caches and pools fill in its first sixth. */
const SETTLED_AFTER = 1 / 6;
const SAMPLE_EVERY_MS = 30_000;
const SAMPLES = 3;
const BETWEEN_SAMPLES_MS = 500;
const TURNS_OF_A_SHORT_TALK = 2;
/** Short ones at the same time: what is left of a talk does not depend on how long it took. */
const AT_ONCE = 4;
/** The agent has this long after a talk to give its memory back. */
const SETTLE_MS = 30_000;
const MOST_KEPT_MB = 10;
const SENTENCES = [
  'hello tara how are you',
  'find me a package to bali',
  'tell me about the first one',
  'thank you',
];

/** Of the agent of a house: a realtime model, or a recogniser, a model and a voice. */
type Mode = 'realtime' | 'pipeline';

const WISHES: Record<Mode, AgentWish> = {
  realtime: { agentId: null },
  pipeline: { agentId: 'tara', agentConfig: { mode: 'pipeline' } },
};

interface Sample {
  /** Minutes of the long talk, or short talks so far. */
  at: number;
  megabytes: number;
}

/** Whether one agent process grows with a long talk and with many short ones: its private memory after a forced collection. */
export async function benchSoak(
  { progress, talks = null, minutes = null }: Pick<Bench, 'progress' | 'talks' | 'minutes'>,
  mode: Mode,
): Promise<BenchResult> {
  const world = await World.start({ ...WITH_GC, AGENT_PROCESSES: '1' });
  const callers = new Callers();
  try {
    const soak = new Soak(world, callers, progress, WISHES[mode]);
    await soak.shortTalk(); // loads the code
    const before = await soak.settled(0);
    const long = await soak.longTalk(minutes ?? MINUTES);
    const after = await soak.settled(before + MOST_KEPT_MB);
    const short: Sample[] = [{ at: 0, megabytes: after }];
    const wanted = talks ?? TALKS;
    for (let done = 0; done < wanted;) {
      const batch = Math.min(AT_ONCE, wanted - done);
      await Promise.all(Array.from({ length: batch }, () => soak.shortTalk()));
      done += batch;
      const megabytes = await soak.megabytes();
      short.push({ at: done, megabytes });
      progress(`soak: ${done} short talks, ${megabytes.toFixed(1)} MB`);
    }
    const end = await soak.settled(after + MOST_KEPT_MB);
    return describe({
      mode,
      before,
      long,
      after,
      short,
      end,
      turns: soak.turns,
      unanswered: soak.unanswered,
    });
  } finally {
    await callers.close();
    await world.stop();
  }
}

class Soak {
  turns = 0;
  unanswered = 0;
  private readonly world: World;
  private readonly callers: Callers;
  private readonly progress: Bench['progress'];
  private readonly wish: AgentWish;

  constructor(world: World, callers: Callers, progress: Bench['progress'], wish: AgentWish) {
    this.world = world;
    this.callers = callers;
    this.progress = progress;
    this.wish = wish;
  }

  async longTalk(minutes: number): Promise<Sample[]> {
    const talk = await this.callers.call(this.world.apiUrl, 'rms', this.wish);
    await talk.greeting();
    const samples: Sample[] = [];
    const startedAt = performance.now();
    for (let at = 0; at < minutes;) {
      await this.turn(talk);
      at = (performance.now() - startedAt) / MINUTE_MS;
      if (samples.length * SAMPLE_EVERY_MS > at * MINUTE_MS) continue;
      const megabytes = await this.megabytes();
      samples.push({ at, megabytes });
      this.progress(`soak: minute ${at.toFixed(1)} of ${minutes}, ${megabytes.toFixed(1)} MB`);
    }
    await talk.end();
    return samples;
  }

  async shortTalk(): Promise<void> {
    const talk = await this.callers.call(this.world.apiUrl, 'rms', this.wish);
    await talk.greeting();
    for (let i = 0; i < TURNS_OF_A_SHORT_TALK; i++) await this.turn(talk);
    await talk.end();
  }

  /** Median of some samples after a forced collection. */
  async megabytes(): Promise<number> {
    const { pid } = await this.world.part('agent-1');
    collectGarbage(pid);
    const samples: number[] = [];
    while (samples.length < SAMPLES) {
      await pause(BETWEEN_SAMPLES_MS);
      samples.push(await privateMegabytes(pid));
    }
    return median(samples);
  }

  /** The first figure that is low enough, or the last before the time is over. */
  async settled(lowEnough: number): Promise<number> {
    for (const deadline = Date.now() + SETTLE_MS; ;) {
      const megabytes = await this.megabytes();
      if (megabytes <= lowEnough || Date.now() > deadline) return megabytes;
    }
  }

  private async turn(talk: TestTalk): Promise<void> {
    await talk.say(SENTENCES[this.turns++ % SENTENCES.length] ?? '');
    await talk.hear().catch(() => (this.unanswered += 1));
  }
}

interface Soaked {
  mode: Mode;
  before: number;
  long: Sample[];
  after: number;
  short: Sample[];
  end: number;
  turns: number;
  unanswered: number;
}

function describe({ mode, before, long, after, short, end, turns, unanswered }: Soaked): BenchResult {
  const minutes = long.at(-1)?.at ?? 0;
  const settled = long.filter(({ at }) => at >= minutes * SETTLED_AFTER);
  const from = settled.at(0)?.at ?? 0;
  const talks = short.at(-1)?.at ?? 0;
  return {
    name: mode === 'realtime' ? 'soak' : 'soak-pipeline',
    method: `${mode} talks, one agent process: a talk of ${minutes.toFixed(0)} minutes, then ${talks} talks of a greeting and ${TURNS_OF_A_SHORT_TALK} turns, ${AT_ONCE} at once; private memory of the agent after a forced collection, slopes by least squares`,
    measures: [],
    notes: [
      `long talk, minute ${from.toFixed(0)} to ${minutes.toFixed(0)}: ${slopeOf(settled).toFixed(2)} MB a minute (goal below 0.3); ${long.at(0)?.megabytes.toFixed(1)} MB at first, ${long.at(-1)?.megabytes.toFixed(1)} MB at last`,
      `after its end: ${(after - before).toFixed(1)} MB more than before it (goal within ${MOST_KEPT_MB})`,
      `${talks} short talks: ${slopeOf(short.slice(1)).toFixed(3)} MB a talk; ${after.toFixed(1)} MB before them, ${end.toFixed(1)} MB after`,
      `${unanswered} of ${turns} turns were not answered`,
    ],
  };
}

function slopeOf(samples: readonly Sample[]): number {
  return slope(samples.map(({ at, megabytes }) => [at, megabytes]));
}
