import { createServer } from 'node:net';
import type { Server } from 'node:net';

/** Below the range from which systems give ports to clients: what is free now stays free. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** The first of so many ports in a row on which nobody listens. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST - count));
    const row = Array.from({ length: count }, (_, i) => first + i);
    const outcomes = await Promise.allSettled(row.map(listen));
    const open = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
    if (open.length === count) return first;
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
