import { appendFile, readFile, rm } from 'node:fs/promises';
import { EventEnvelope } from '#conversation';

/** One session's events on disk, appended in order. A line survives a kill -9 as soon as its write has returned. */
export class SpoolFile {
  private work: Promise<void> = Promise.resolve();
  private pending = 0;

  constructor(private readonly path: string) {}

  /** Nothing is being written or cleared. */
  get idle(): boolean {
    return this.pending === 0;
  }

  append(line: string): Promise<void> {
    return this.inTurn(() => appendFile(this.path, line));
  }

  /** Forgets what was written; what is appended from now on begins the file anew. */
  clear(): Promise<void> {
    return this.inTurn(() => rm(this.path, { force: true }));
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    this.pending += 1;
    const done = this.work.then(step).finally(() => (this.pending -= 1));
    this.work = done.catch(() => undefined);
    return done;
  }
}

/** The events of a file in the order in which they were written. A last line that a crash cut short is passed over. */
export async function readSpoolFile(path: string): Promise<EventEnvelope[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line) => parse(line) ?? []);
}

function parse(line: string): EventEnvelope | undefined {
  try {
    return EventEnvelope.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
