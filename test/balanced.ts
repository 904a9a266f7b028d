import { setTimeout as pause } from 'node:timers/promises';

const PROBE_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 10_000;

/** What a load balancer does: asks each server whether it is ready, and gives requests in turn to those that are. */
export class Balanced {
  private readonly stop = new AbortController();
  private readonly ready = new Set<string>();
  private readonly running: Promise<void>[] = [];
  private turn = 0;
  readonly failures: string[] = [];
  requests = 0;

  private readonly urls: readonly string[];

  constructor(urls: readonly string[]) {
    this.urls = urls;
    for (const url of urls) this.running.push(this.probe(url));
  }

  /** Which are ready, as was seen last. */
  get serving(): readonly string[] {
    return this.urls.filter((url) => this.ready.has(url));
  }

  /** So many requests a second, evenly, until `close`. */
  load(perSecond: number, path: string): void {
    this.running.push(this.ask(1_000 / perSecond, path));
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
  }

  private async probe(url: string): Promise<void> {
    while (!this.stop.signal.aborted) {
      const answer = await fetch(`${url}/health/ready`).catch(() => null);
      await answer?.text();
      if (answer?.ok) this.ready.add(url);
      else this.ready.delete(url);
      await pause(PROBE_EVERY_MS);
    }
  }

  private async ask(everyMs: number, path: string): Promise<void> {
    const asked: Promise<void>[] = [];
    for (let due = performance.now(); !this.stop.signal.aborted; due += everyMs) {
      await pause(Math.max(0, due - performance.now()));
      asked.push(this.request(path));
    }
    await Promise.all(asked);
  }

  private async request(path: string): Promise<void> {
    this.requests += 1;
    const url = this.serving[this.turn++ % this.serving.length];
    if (url === undefined) return void this.failures.push('nobody was ready');
    try {
      const answer = await fetch(url + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      await answer.text();
      if (!answer.ok) this.failures.push(`${url} answered ${answer.status}`);
    } catch (error) {
      this.failures.push(`${url}: ${String(error instanceof Error ? (error.cause ?? error) : error)}`);
    }
  }
}
