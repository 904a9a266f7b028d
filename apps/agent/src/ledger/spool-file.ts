import { appendFile, readFile, rm } from 'node:fs/promises';
import { EventEnvelope } from '#conversation';

/** One session's events on disk, appended in order. A line survives a kill -9 as soon as its write has returned. */
export class SpoolFile {
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  append(line: string): Promise<void> {
    const written = this.writing.then(() => appendFile(this.path, line));
    this.writing = written.catch(() => undefined);
    return written;
  }

  async remove(): Promise<void> {
    await this.writing;
    await rm(this.path, { force: true });
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
