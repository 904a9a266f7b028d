import type { Bench, BenchResult } from './bench.ts';
import { withBothServers } from './both-servers.ts';
import { compare } from './requests.ts';

const ROUND_S = 4;

/** `POST /orchestrated/session/start`: two calls to LiveKit, a token, and with us a session in the store. */
export function benchStart(bench: Pick<Bench, 'progress'>): Promise<BenchResult> {
  return withBothServers(async ({ ours, baseline, headers }) => ({
    name: 'start',
    method:
      'POST /orchestrated/session/start, 32 connections, five alternating rounds of 4 s, medians; both open a room and dispatch an agent at the same LiveKit server and sign a token, ours also stores session, conversation and audit row durably (SQLite)',
    measures: [],
    comparisons: await compare(
      { method: 'POST', path: '/orchestrated/session/start', headers, roundS: ROUND_S },
      { ours, baseline },
      bench,
    ),
    notes: [],
  }));
}
