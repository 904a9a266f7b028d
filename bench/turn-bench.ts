import type { Caller } from '../src/call/caller.ts';
import type { Bench, BenchResult } from './bench.ts';
import { withCall } from './call-of.ts';
import { summarize } from './statistics.ts';

const TALKS = 4;
const TURNS_A_TALK = 12;
/** Of every talk: the first turn meets what is not there yet. */
const WARM_UP = 1;
const ANSWER_WITHIN_MS = 15_000;
const SENTENCE = 'hello tara how are you';

/** The moments of one turn, in milliseconds since 1970. */
interface SeenTurn {
  saidAt: number;
  committedAt: number;
  silenceMs: number;
  firstDeltaAt: number;
  heardAt: number;
}

/** What Parley and the transport add to a turn of a realtime model that answers at once. */
export async function benchTurn(bench: Bench): Promise<BenchResult> {
  const talks = bench.talks ?? TALKS;
  const turns: SeenTurn[] = [];
  let lateFrames = 0;
  let frames = 0;
  await bench.sandbox.answerAtOnce();
  try {
    for (let i = 0; i < talks; i++) {
      bench.progress(`turn: talk ${i + 1} of ${talks}, ${TURNS_A_TALK} turns each`);
      await withCall(bench, async (caller) => {
        turns.push(...(await measureTurns(bench, caller)));
        frames += caller.microphone.frames;
        lateFrames += caller.microphone.lateFrames;
      });
    }
  } finally {
    await bench.sandbox.answerAsUsual();
  }
  return describe(turns, talks, lateFrames / frames);
}

async function measureTurns({ sandbox }: Bench, caller: Caller): Promise<SeenTurn[]> {
  const turns: SeenTurn[] = [];
  await caller.waitForAnswer(ANSWER_WITHIN_MS);
  for (let i = 0; i < TURNS_A_TALK; i++) {
    await sandbox.forgetTurns();
    await caller.say(SENTENCE);
    const { saidAt, heardAt } = await caller.waitForAnswer(ANSWER_WITHIN_MS);
    const [vendor, ...more] = await sandbox.turns();
    if (!vendor?.committedAt || !vendor.firstDeltaAt || saidAt === null || more.length > 0) {
      throw new Error('The sandbox saw another number of turns than one: does somebody else talk with it?');
    }
    const { committedAt, silenceMs, firstDeltaAt } = vendor;
    if (i >= WARM_UP) turns.push({ saidAt, committedAt, silenceMs, firstDeltaAt, heardAt });
  }
  return turns;
}

function describe(turns: SeenTurn[], talks: number, late: number): BenchResult {
  const up = turns.map(({ saidAt, committedAt, silenceMs }) => committedAt - saidAt - silenceMs);
  const down = turns.map(({ firstDeltaAt, heardAt }) => heardAt - firstDeltaAt);
  return {
    name: 'turn',
    method:
      `${turns.length} turns in ${talks} talks one after another, the first of each not counted; ` +
      'the simulated model answers at once with sound that is ready, so neither recognition nor synthesis is in it',
    measures: [
      {
        name: 'end of speech → commit, less the silence',
        includes:
          'the caller’s encoder, transport, jitter buffer, the agent’s way to the model, the model’s own clock of the sound; without the silence it waits for by configuration',
        goal: null,
        summary: summarize(up),
      },
      {
        name: 'first delta → heard',
        includes:
          'the model’s first sound through the agent, encoder, transport, jitter buffer to the caller’s speaker',
        goal: null,
        summary: summarize(down),
      },
      {
        name: 'both: what is ours of a turn',
        includes: 'the two above, turn by turn',
        goal: 'p50 140 ms, p95 180 ms (plain @livekit/agents: 139)',
        summary: summarize(up.map((ms, i) => ms + (down[i] ?? NaN))),
      },
      {
        name: 'end of speech → heard',
        includes: 'all of it: the two above, the configured silence and the model’s own time',
        goal: null,
        summary: summarize(turns.map(({ saidAt, heardAt }) => heardAt - saidAt)),
      },
    ],
    notes: [
      `${(late * 100).toFixed(2)} % of the caller’s frames were more than 20 ms late: above 1 % the machine was too busy to measure`,
    ],
  };
}
