import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { EventEnvelope } from '#conversation';
import { BucketRecordingFiles, RecorderThread, RecordingConfig } from '#recording';
import type { Recorders, SegmentPlace } from '#recording';
import { Spool } from '../ledger/spool.js';
import { SegmentUploads } from './segment-uploads.js';

/** What the recordings of this process share: the thread that writes them, and the way to the bucket where there is one. */
@Injectable()
export class RecordingDesk implements OnModuleInit, OnApplicationShutdown {
  private readonly thread = new RecorderThread();
  private readonly uploads: SegmentUploads | undefined;

  constructor(
    private readonly config: RecordingConfig,
    spool: Spool,
  ) {
    const { bucket, dir } = config;
    this.uploads =
      bucket &&
      new SegmentUploads({
        bucket: new BucketRecordingFiles(bucket),
        dir,
        tell: (event) => spool.put(event),
      });
  }

  async onModuleInit(): Promise<void> {
    await this.uploads?.open();
  }

  get recorders(): Recorders {
    return this.thread;
  }

  get hasBucket(): boolean {
    return this.uploads !== undefined;
  }

  /** So much waits for the bucket that no more is to be recorded. */
  get isFull(): boolean {
    return this.uploads?.isFull ?? false;
  }

  folderOf(location: string): string {
    return join(this.config.dir, location);
  }

  /** Brings a segment to the bucket, and tells the event once it is there. */
  bring(place: SegmentPlace, bytes: number, event: EventEnvelope): void {
    this.uploads?.add({ ...place, bytes, event });
  }

  /** Nothing of it goes to the bucket any more. */
  forget(location: string): void {
    this.uploads?.forget(location);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.uploads?.close();
    await this.thread.close();
  }
}
