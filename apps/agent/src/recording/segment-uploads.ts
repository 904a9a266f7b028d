import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { EventEnvelope } from '#conversation';
import type { BucketRecordingFiles, SegmentPlace } from '#recording';

const PUT_DEADLINE_MS = 30_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
/** Seven hours of talk. */
const MOST_WAITING_BYTES = 128_000_000;
const LOOK_EVERY_MS = 60_000;
/** Whoever wrote it would have brought it by now, or tries still: brought twice it is the same. */
const ORPHANED_AFTER_MS = 120_000;
const LAST_UPLOAD_MS = 5_000;
/** What is told once the segment beside it is in the bucket. */
const NOTE = '.json';

export interface WaitingSegment extends SegmentPlace {
  bytes: number;
  event: EventEnvelope;
}

/** With its note, which is on the disk then. */
type QueuedSegment = WaitingSegment & { noted: Promise<void> };

interface SegmentUploadsOptions {
  bucket: Pick<BucketRecordingFiles, 'put' | 'erase'>;
  /** Where segments wait. */
  dir: string;
  /** Never rejects. */
  tell: (event: EventEnvelope) => Promise<void>;
}

/**
 * The way of segments to the bucket, one after the other, at least once: each waits on disk with the event that tells of it, also
 * for another process where this one dies.
 */
export class SegmentUploads {
  private readonly logger = new Logger(SegmentUploads.name);
  private readonly queue: QueuedSegment[] = [];
  private readonly closing = new AbortController();
  private work: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;

  constructor(private readonly options: SegmentUploadsOptions) {}

  async open(): Promise<void> {
    await mkdir(this.options.dir, { recursive: true });
    await this.adopt(Date.now());
    this.timer = setInterval(() => void this.adopt(Date.now()), LOOK_EVERY_MS);
  }

  get isFull(): boolean {
    return this.queue.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_WAITING_BYTES;
  }

  add(segment: WaitingSegment): void {
    const { location, name, event } = segment;
    const noted = writeFile(join(this.options.dir, location, name + NOTE), JSON.stringify(event));
    noted.catch(() => undefined); // met again when its turn comes
    this.queue.push({ ...segment, noted });
    this.work ??= this.drain().finally(() => (this.work = undefined));
  }

  /** The person refused: what is not in the bucket yet does not get there. */
  forget(location: string): void {
    const left = this.queue.filter((segment) => segment.location !== location);
    this.queue.splice(0, this.queue.length, ...left);
    void rm(join(this.options.dir, location), { recursive: true, force: true }).catch((error: unknown) =>
      this.logger.error('a refused recording could not be removed', { err: error }),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.work, delay(LAST_UPLOAD_MS, undefined, { ref: false })]);
    this.closing.abort();
    await this.work;
  }

  /** Takes over what processes that died left behind. Never rejects. */
  async adopt(now: number): Promise<void> {
    const { dir } = this.options;
    try {
      for (const location of await readdir(dir)) {
        if (await isOlder(join(dir, location), now)) await this.adoptFrom(location, now);
      }
    } catch (error) {
      this.logger.warn('cannot look for segments that wait', { err: error });
    }
  }

  private async adoptFrom(location: string, now: number): Promise<void> {
    const folder = join(this.options.dir, location);
    for (const note of await readdir(folder)) {
      const name = note.slice(0, -NOTE.length);
      const isOurs = this.queue.some((each) => each.location === location && each.name === name);
      if (!note.endsWith(NOTE) || isOurs || !(await isOlder(join(folder, note), now))) continue;
      const event = EventEnvelope.safeParse(JSON.parse(await readFile(join(folder, note), 'utf8')));
      const { size } = await stat(join(folder, name));
      if (event.success) this.add({ location, name, bytes: size, event: event.data });
    }
    // Not where something is left in it.
    await rmdir(folder).catch(() => undefined);
  }

  /** Never rejects. */
  private async drain(): Promise<void> {
    const { signal } = this.closing;
    for (let next = this.queue[0]; next && !signal.aborted; next = this.queue[0]) {
      try {
        await this.bring(next);
        this.failures = 0;
      } catch (error) {
        if (isMissing(error)) {
          this.drop(next); // refused, or brought by another process
          continue;
        }
        if (this.failures === 0) this.logger.warn('segments wait for the bucket', { reason: String(error) });
        const waitMs = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
        await delay(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async bring(segment: QueuedSegment): Promise<void> {
    const { bucket, dir, tell } = this.options;
    const file = join(dir, segment.location, segment.name);
    await segment.noted;
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(PUT_DEADLINE_MS)]);
    await bucket.put(segment, Uint8Array.from(await readFile(file)), signal);
    if (!this.queue.includes(segment)) return bucket.erase(segment.location); // refused meanwhile
    await tell(segment.event);
    this.drop(segment);
    await rm(file, { force: true });
    await rm(file + NOTE, { force: true });
  }

  private drop(segment: QueuedSegment): void {
    const at = this.queue.indexOf(segment);
    if (at >= 0) this.queue.splice(at, 1);
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

/** False for what is not there any more. */
async function isOlder(path: string, now: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && now - found.mtimeMs >= ORPHANED_AFTER_MS;
}
