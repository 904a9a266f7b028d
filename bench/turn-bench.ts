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
/** More turns without one clear answer than this, and the machine does not tell what Parley does. */
const MOST_LEFT_OUT = 0.1;

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
  const seen: (SeenTurn | null)[] = [];
  let lateFrames = 0;
  let frames = 0;
  await bench.sandbox.answerAtOnce();
  try {
    for (let i = 0; i < talks; i++) {
      bench.progress(`turn: talk ${i + 1} of ${talks}, ${TURNS_A_TALK} turns each`);
      await withCall(bench, async (caller) => {
        seen.push(...(await measureTurns(bench, caller)));
        frames += caller.microphone.frames;
        lateFrames += caller.microphone.lateFrames;
      });
    }
  } finally {
    await bench.sandbox.answerAsUsual();
  }
  const turns = seen.filter((turn) => turn !== null);
  const leftOut = seen.length - turns.length;
  if (leftOut > MOST_LEFT_OUT * seen.length) {
    throw new Error(
      `${leftOut} of ${seen.length} turns had more or less than one answer: is the machine busy, or does somebody else talk with the sandbox?`,
    );
  }
  return describe({ turns, leftOut, talks, late: lateFrames / frames });
}

/** @returns the turns after the first; null for one that the model did not hear as one, as when the machine stands still in a word */
async function measureTurns({ sandbox }: Bench, caller: Caller): Promise<(SeenTurn | null)[]> {
  const turns: (SeenTurn | null)[] = [];
  await caller.waitForAnswer(ANSWER_WITHIN_MS);
  for (let i = 0; i < TURNS_A_TALK; i++) {
    await sandbox.forgetTurns();
    await caller.say(SENTENCE);
    const { saidAt, heardAt } = await caller.waitForAnswer(ANSWER_WITHIN_MS);
    const [vendor, ...more] = await sandbox.turns();
    if (i < WARM_UP) continue;
    if (!vendor?.committedAt || !vendor.firstDeltaAt || saidAt === null || more.length > 0) turns.push(null);
    else {
      const { committedAt, silenceMs, firstDeltaAt } = vendor;
      turns.push({ saidAt, committedAt, silenceMs, firstDeltaAt, heardAt });
    }
  }
  return turns;
}

interface Measured {
  turns: SeenTurn[];
  leftOut: number;
  talks: number;
  /** Share of the caller's frames. */
  late: number;
}

function describe({ turns, leftOut, talks, late }: Measured): BenchResult {
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
      `${leftOut} turns left out, because the model heard more or less than one`,
      `${(late * 100).toFixed(2)} % of the caller’s frames were more than 20 ms late: above 1 % the machine was too busy to measure`,
    ],
  };
}
