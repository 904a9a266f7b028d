import { parentPort, workerData } from 'node:worker_threads';

// The entry of every worker thread of this folder. It imports nothing of ours: tests run it as TypeScript, the server as built.

/** What a file of work exports: opened once a thread, then called for one task after another. */
export interface Work {
  open: (options: unknown) => Promise<(request: unknown) => { answer: unknown; transfer?: ArrayBuffer[] }>;
}

export interface ThreadData {
  /** URL of the file of work. */
  work: string;
  options: unknown;
}

export type ThreadMessage = { answer: unknown } | { error: string };

if (!parentPort) throw new Error('thread.ts runs in a worker thread only');
const { work, options } = workerData as ThreadData;
const port = parentPort;
const { open } = (await import(work)) as Work;
const run = await open(options);

port.on('message', (request: unknown) => {
  try {
    const { answer, transfer } = run(request);
    port.postMessage({ answer } satisfies ThreadMessage, transfer);
  } catch (error) {
    port.postMessage({ error: String(error) } satisfies ThreadMessage);
  }
});
