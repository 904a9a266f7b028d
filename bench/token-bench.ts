import type { Bench, BenchResult } from './bench.ts';
import { withBothServers } from './both-servers.ts';
import { ask, compare } from './requests.ts';
import type { Asked } from './requests.ts';

const ROUND_S = 8;
const MILLION = 1_000_000;

/** `GET /token` from the cache, and what is left in memory after a million of them. */
export function benchToken(bench: Pick<Bench, 'progress'>): Promise<BenchResult> {
  return withBothServers(async ({ ours, baseline, headers }) => {
    const asked: Asked = { method: 'GET', path: '/token', headers, roundS: ROUND_S };
    const comparisons = await compare(asked, { ours, baseline }, bench);
    bench.progress('GET /token: a million of them');
    const before = await ours.residentMegabytes();
    await ask(ours, asked, MILLION);
    const after = await ours.residentMegabytes();
    return {
      name: 'token',
      method:
        'GET /token, 32 connections, five alternating rounds of 8 s, medians; ours in production with key check, limits, a log line a request to a file, and metrics scraped; the baseline is bare Express 5 that answers the same JSON',
      measures: [],
      comparisons,
      notes: [
        `resident memory of ours: ${before.toFixed(0)} MB after the rounds, ${after.toFixed(0)} MB after a million requests more`,
      ],
    };
  });
}
