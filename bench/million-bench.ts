import { WITH_GC } from '../test/heap.ts';
import type { Bench, BenchResult } from './bench.ts';
import { withBothServers } from './both-servers.ts';
import { ask } from './requests.ts';

const CONNECTIONS = 32;
const REQUESTS = 1_000_000;
const PARTS = 10;

/** What is left in memory after a million requests. */
export function benchMillion({ progress }: Pick<Bench, 'progress'>): Promise<BenchResult> {
  return withBothServers(async ({ ours, headers }) => {
    const megabytes: number[] = [];
    for (let part = 1; part <= PARTS; part++) {
      const amount = REQUESTS / PARTS;
      const startedAt = performance.now();
      await ask(ours, { method: 'GET', path: '/token', headers, connections: CONNECTIONS }, amount);
      const perSecond = (amount / (performance.now() - startedAt)) * 1_000;
      const left = await ours.megabytes();
      megabytes.push(left);
      progress(`${part * amount} requests: ${perSecond.toFixed(0)} a second, ${left.toFixed(0)} MB`);
    }
    return {
      name: 'million',
      method: `${REQUESTS} times GET /token, ${CONNECTIONS} connections, of an api in production as in \`token\``,
      measures: [],
      notes: [
        `private memory after every ${REQUESTS / PARTS} requests and a forced collection: ${megabytes.map((mb) => mb.toFixed(0)).join(', ')} MB`,
      ],
    };
  }, WITH_GC);
}
