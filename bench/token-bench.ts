import type { Bench, BenchResult } from './bench.ts';
import { withBothServers } from './both-servers.ts';
import { compare } from './requests.ts';

const CONNECTIONS = 32;
const ROUND_S = 8;

/** `GET /token` from the cache. */
export function benchToken(bench: Pick<Bench, 'progress'>): Promise<BenchResult> {
  return withBothServers(async ({ ours, baseline, headers }) => ({
    name: 'token',
    method:
      'GET /token, 32 connections, five alternating rounds of 8 s, medians; ours in production with key check, limits, a log line a request to a file, and metrics scraped; the baseline is bare Express 5 that answers the same JSON',
    measures: [],
    comparisons: await compare(
      { method: 'GET', path: '/token', headers, connections: CONNECTIONS, roundS: ROUND_S },
      { ours, baseline },
      bench,
    ),
    notes: [],
  }));
}
