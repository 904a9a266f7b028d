import { setTimeout as pause } from 'node:timers/promises';
import { ParleyApi } from '../src/call/parley-api.ts';
import { Callers } from '../test/callers.ts';
import type { TestTalk } from '../test/callers.ts';
import { eventually } from '../test/eventually.ts';
import { World } from '../test/world.ts';
import type { Bench, BenchResult } from './bench.ts';
import { evenScript, Sandbox } from './sandbox.ts';
import type { EarScript } from './sandbox.ts';
import { summarize } from './statistics.ts';

/** Of each kind of noise; a third as many real interruptions. */
const TIMES = 100;
const SHORTEST_BURST_MS = 80;
const LONGEST_BURST_MS = 300;
const BACKCHANNELS = ['mm hm', 'yeah', 'okay'];
const INTERRUPTION = 'please stop for a moment i want to go to bali';
/** About as long as one takes in those sentences. */
const WORD_MS = 280;
/** A recogniser makes no word of a burst: this one is over long after the talk. */
const NOTHING: EarScript = { id: 'nothing', words: [{ word: 'nothing', endMs: 3_600_000 }] };
/** Half a minute of speech, without a pause that could be taken for a hole. */
const SPEECH = Array.from(
  { length: 6 },
  () => 'we have so many places to show you and every one of them is worth a journey of its own',
).join(' and ');
const SPEAKS_WITHIN_MS = 15_000;
/** What the agent makes of a sound it has made by then. */
const DECIDED_AFTER_MS = 2_000;
/** From the end of an answer to the next thing that is said. */
const SETTLE_MS = 1_500;

interface Noise {
  made: number;
  lost: number;
  /** How long the agent was not heard for it. */
  holesMs: number[];
}

/** How soon an agent falls silent for who interrupts it, and that it goes on for who does not; counted on the sound at the caller. */
export async function benchBargeIn({
  progress,
  talks,
}: Pick<Bench, 'progress' | 'talks'>): Promise<BenchResult> {
  const times = talks ?? TIMES;
  const world = await World.start({ AGENT_PROCESSES: '1' });
  const callers = new Callers();
  try {
    const sandbox = new Sandbox(world.sandboxUrl);
    // The simulated recogniser knows sentences of travellers only.
    await sandbox.understandNext([NOTHING, ...[INTERRUPTION, ...BACKCHANNELS].map(scriptOf)]);
    const talk = await callers.call(world.apiUrl, 'rms', {
      agentId: 'tara',
      agentConfig: { mode: 'pipeline' },
    });
    await talk.greeting();
    const floor = new Floor(world, talk, sandbox);
    progress('barge-in: interruptions');
    const stops = await floor.interruptions(Math.ceil(times / 3));
    progress('barge-in: bursts');
    const bursts = await floor.noises(
      times,
      () => NOTHING.id,
      (i) => talk.burst(burstMs(i, times)),
    );
    progress('barge-in: backchannels');
    const backchannel = (i: number) => BACKCHANNELS[i % BACKCHANNELS.length] ?? '';
    const backchannels = await floor.noises(times, backchannel, (i) => talk.say(backchannel(i)));
    await talk.end();
    return describe(stops, bursts, backchannels);
  } finally {
    await callers.close();
    await world.stop();
  }
}

/** Who speaks, in a talk in which the agent has much to say. */
class Floor {
  private readonly api: ParleyApi;
  private readonly talk: TestTalk;
  private readonly sandbox: Sandbox;

  constructor(world: World, talk: TestTalk, sandbox: Sandbox) {
    this.api = new ParleyApi(world.apiUrl);
    this.talk = talk;
    this.sandbox = sandbox;
  }

  /** @returns milliseconds from the first sound of who interrupts to the last of the agent */
  async interruptions(times: number): Promise<number[]> {
    const tookMs: number[] = [];
    while (tookMs.length < times) {
      await this.speaks();
      await this.willBeUnderstood(INTERRUPTION);
      await this.talk.say(INTERRUPTION);
      const said = await this.talk.lastSaid();
      await this.talk.hear(); // the answer to it
      const [agent] = await this.talk.heardSpans();
      if (said && agent) tookMs.push(Math.max(0, agent.to - said.from));
      await pause(SETTLE_MS);
    }
    return tookMs;
  }

  /** @param as the script of what the recogniser makes of it */
  async noises(
    times: number,
    as: (i: number) => string,
    make: (i: number) => Promise<unknown>,
  ): Promise<Noise> {
    const noise: Noise = { made: 0, lost: 0, holesMs: [] };
    let cut = await this.cuts();
    for (let i = 0; i < times; i++) {
      await this.speaks();
      await this.willBeUnderstood(as(i));
      await make(i);
      await pause(DECIDED_AFTER_MS);
      const spans = await this.talk.heardSpans();
      const now = await this.cuts();
      noise.made += 1;
      if (now > cut) noise.lost += 1;
      else if (spans.length > 1) noise.holesMs.push((spans[1]?.from ?? NaN) - (spans[0]?.to ?? NaN));
      cut = now;
    }
    return noise;
  }

  /** Has the agent in the middle of its words. */
  private async speaks(): Promise<void> {
    const spans = await this.talk.heardSpans();
    const last = spans.at(-1);
    if (last && Date.now() - last.to < 200) return;
    await pause(SETTLE_MS);
    await this.api.say(this.talk.session.sessionId, SPEECH);
    const since = Date.now();
    await eventually('the agent to speak', SPEAKS_WITHIN_MS, async () => {
      const heard = (await this.talk.heardSpans()).at(-1);
      return heard !== undefined && heard.to > since + 1_000 && Date.now() - heard.to < 200;
    });
  }

  private willBeUnderstood(script: string): Promise<void> {
    return this.sandbox.understand(NOTHING.id, idOf(script));
  }

  private async cuts(): Promise<number> {
    const events = await this.api.events(this.talk.session.sessionId);
    return events.filter(({ type }) => type === 'agent.interrupted').length;
  }
}

function scriptOf(text: string): EarScript {
  return evenScript(idOf(text), text, WORD_MS);
}

function idOf(text: string): string {
  return text.replaceAll(' ', '-');
}

/** All lengths, in no order that the agent could get used to. */
function burstMs(i: number, times: number): number {
  const step = (LONGEST_BURST_MS - SHORTEST_BURST_MS) / Math.max(1, times - 1);
  return SHORTEST_BURST_MS + step * ((i * 37) % times);
}

function describe(stops: readonly number[], bursts: Noise, backchannels: Noise): BenchResult {
  const measure = (name: string, goal: string | null, values: readonly number[]) => {
    return { name, includes: '', goal, summary: summarize(values) };
  };
  return {
    name: 'barge-in',
    method: `a pipeline agent that speaks for half a minute; ${stops.length} interruptions, ${bursts.made} bursts of a vowel of ${SHORTEST_BURST_MS} to ${LONGEST_BURST_MS} ms and ${backchannels.made} times “${BACKCHANNELS.join('”, “')}”; on the sound at the caller, both ways of the line included`,
    measures: [
      measure('first sound of who interrupts → silence', 'p50 180 ms, p95 250 ms', stops),
      measure('hole after a burst', null, bursts.holesMs),
      measure('hole after a backchannel', null, backchannels.holesMs),
    ],
    notes: [
      `${bursts.lost} of ${bursts.made} answers were lost to bursts, ${backchannels.lost} of ${backchannels.made} to backchannels (goal at most 5 %)`,
      `${bursts.holesMs.length} bursts and ${backchannels.holesMs.length} backchannels made a hole of more than a quarter of a second`,
    ],
  };
}
