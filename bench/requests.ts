import autocannon from 'autocannon';
import type { Bench, Comparison } from './bench.ts';
import type { Served } from './served.ts';
import { median } from './statistics.ts';

const ROUNDS = 5;
const WARM_UP_S = 2;

interface Asking {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  /** How many ask at the same time, each the next thing when the last was answered. */
  connections: number;
}

/** What is asked of either server, and how long a round is. */
export interface Asked extends Asking {
  roundS: number;
  /** Takes back what a round made, before the next one. */
  clear?: () => Promise<void>;
}

/** One server in one round. */
interface Round {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  cpuMicrosARequest: number;
}

/**
 * The same requests to both, in alternating rounds, so that a machine that grows slower does so for both. Medians over the rounds.
 * @throws Error when either answers with anything but 2xx: then it is not the same work
 */
export async function compare(
  asked: Asked,
  { ours, baseline }: { ours: Served; baseline: Served },
  bench: Pick<Bench, 'progress'>,
): Promise<Comparison[]> {
  await load(ours, { ...asked, roundS: WARM_UP_S });
  await load(baseline, { ...asked, roundS: WARM_UP_S });
  const rounds: { ours: Round; baseline: Round }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    bench.progress(`${asked.method} ${asked.path}: round ${i + 1} of ${ROUNDS}`);
    rounds.push({ ours: await load(ours, asked), baseline: await load(baseline, asked) });
  }
  const row = (name: string, unit: string, figure: (round: Round) => number, goal: string | null) => ({
    ...{ name, unit, goal },
    ours: median(rounds.map((round) => figure(round.ours))),
    baseline: median(rounds.map((round) => figure(round.baseline))),
  });
  return [
    row('requests a second', '', ({ perSecond }) => perSecond, 'at least 0.7 of it'),
    row('p50', 'ms', ({ p50Ms }) => p50Ms, null),
    row('p99', 'ms', ({ p99Ms }) => p99Ms, null),
    row('processor time a request', 'µs', ({ cpuMicrosARequest }) => cpuMicrosARequest, null),
  ];
}

async function load(
  served: Served,
  { method, path, headers, connections, roundS, clear }: Asked,
): Promise<Round> {
  const cpuBefore = await served.cpuMs();
  const result = await autocannon({
    url: served.url + path,
    ...{ method, headers, connections, duration: roundS },
  });
  const cpuMs = (await served.cpuMs()) - cpuBefore;
  await clear?.();
  refuseFailures(result, path);
  const { total } = result.requests;
  return {
    perSecond: total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMicrosARequest: (cpuMs * 1_000) / total,
  };
}

/** So many requests one after the other on every connection. */
export async function ask(
  served: Served,
  { method, path, headers, connections }: Asking,
  amount: number,
): Promise<void> {
  const result = await autocannon({
    url: served.url + path,
    ...{ method, headers, amount, connections },
  });
  refuseFailures(result, path);
}

function refuseFailures({ non2xx, errors, statusCodeStats = {} }: autocannon.Result, path: string): void {
  if (non2xx + errors === 0) return;
  const seen = Object.entries(statusCodeStats).map(([status, { count }]) => `${count} × ${status}`);
  throw new Error(`${path}: not all was answered 2xx, but ${seen.join(', ')}; ${errors} answers never came`);
}
