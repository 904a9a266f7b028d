import type { Bench, BenchResult } from './bench.ts';
import { withCall } from './call-of.ts';
import { summarize } from './statistics.ts';

const TALKS = 20;
/** The first talks load code and open connections: they are cold, and not counted. */
const WARM_UP = 2;
const HEARD_WITHIN_MS = 20_000;

/** Session start → the first sound of the greeting in the person's ear. */
export async function benchSession(bench: Bench): Promise<BenchResult> {
  const talks = WARM_UP + (bench.talks ?? TALKS);
  const seen: { startMs: number; greetedMs: number }[] = [];
  for (let i = 0; i < talks; i++) {
    bench.progress(`session: talk ${i + 1} of ${talks}`);
    const talk = await withCall(bench, async (caller, { askedAt, startedAt }) => {
      const heardAt = await caller.waitForSound(HEARD_WITHIN_MS);
      return { startMs: startedAt - askedAt, greetedMs: heardAt - askedAt };
    });
    if (i >= WARM_UP) seen.push(talk);
  }
  return {
    name: 'session',
    method: `${seen.length} talks one after another, ${WARM_UP} before them not counted`,
    measures: [
      {
        name: 'start → answered',
        includes: 'POST /orchestrated/session/start: room, session in the store, dispatch, token',
        goal: null,
        summary: summarize(seen.map(({ startMs }) => startMs)),
      },
      {
        name: 'start → greeting heard',
        includes:
          'that request, the caller joining the room, the dispatch (LiveKit takes 200 ms to choose a worker), claim, connection to the model, its greeting, transport and jitter buffer',
        goal: 'p50 1200 ms',
        summary: summarize(seen.map(({ greetedMs }) => greetedMs)),
      },
    ],
    notes: [],
  };
}
