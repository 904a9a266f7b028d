import { mkdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EventEnvelope, EventType, RejectedEvent } from '#conversation';
import { INGEST_LIMITS } from '#conversation';
import { AgentConfig } from '../agent.config.js';
import { LedgerClient } from './ledger.client.js';
import { adoptOrphanedSpools } from './orphaned-spools.js';
import { SpoolFile } from './spool-file.js';
import { SpoolGaps } from './spool-gaps.js';

/** How often a process shows that it lives, and looks for the folders of those that do not. */
const BEAT_MS = 2_000;
const RETRY_MS = [100, 500, 1_000, 2_000, 5_000];
const LAST_FLUSH_MS = 5_000;
/** How often a flush looks again at what is still being written. */
const FLUSH_STEP_MS = 10;
const BATCH_EVENTS = 200;
/** The part of the spool up to which new talks are taken; the rest is for those that run. */
const FULL_AT = 0.5;
/** What was promised to somebody, and the end: a talk has few of them, and they are taken however full it is. */
const TAKEN_ALWAYS: ReadonlySet<string> = new Set<EventType>(['crm.deferred', 'session.ended']);

interface Entry {
  event: EventEnvelope;
  file: SpoolFile;
  bytes: number;
}

/**
 * The way of events to the api: at least once, in order within a session, idempotent by id. Each is on disk before it is
 * sent; the folder of a process that died is adopted by another. It holds so much and no more: while the api is away for too long
 * talks go on, what they were first is kept, and what is missing is told in its place.
 */
@Injectable()
export class Spool implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Spool.name);
  private readonly folder: string;
  private readonly files = new Map<string, SpoolFile>();
  private readonly queue: Entry[] = [];
  private readonly gaps = new SpoolGaps();
  private readonly closing = new AbortController();
  private beat: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private failures = 0;
  private queuedBytes = 0;
  private lostEvents = 0;
  private writing = 0;

  constructor(
    private readonly config: AgentConfig,
    @Inject(LedgerClient) private readonly ledger: Pick<LedgerClient, 'ingest'>,
  ) {
    this.folder = join(config.spoolDir, config.processId);
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await this.adopt();
    this.beat = setInterval(() => void this.showLife(), BEAT_MS);
  }

  /** Events that the api has not confirmed yet. */
  get waiting(): number {
    return this.queue.length + this.writing;
  }

  get bytes(): number {
    return this.queuedBytes;
  }

  /** Events for which there was no room. */
  get lost(): number {
    return this.lostEvents;
  }

  /** So full that no new sessions are to be taken. */
  get full(): boolean {
    return this.queuedBytes > this.maxBytes * FULL_AT;
  }

  /** Takes an event, unless there is no room for it: it is on disk when this resolves, and on its way. Never rejects. */
  async put(event: EventEnvelope): Promise<void> {
    const claim = claimOf(event);
    if (this.queuedBytes < this.maxBytes || TAKEN_ALWAYS.has(event.type)) {
      for (const [, gap] of this.gaps.take(claim)) void this.keep(claim, gap);
      return this.keep(claim, event);
    }
    this.lostEvents += 1;
    if (!this.gaps.add(claim, event)) return;
    this.logger.error('the spool is full: what happens in this session is lost', {
      sessionId: event.sessionId,
      waiting: this.waiting,
    });
  }

  /** Resolves when everything has been confirmed, or at the deadline; false then. */
  async flush(deadlineMs: number): Promise<boolean> {
    const deadline = Date.now() + deadlineMs;
    while (this.waiting > 0 && Date.now() < deadline) {
      this.send();
      await Promise.race([this.sending, delay(FLUSH_STEP_MS)]);
    }
    if (this.waiting > 0) return false;
    await this.sending; // clears the files
    return true;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.beat);
    const empty = await this.flush(LAST_FLUSH_MS);
    this.closing.abort();
    await this.sending;
    if (empty) await rm(this.folder, { recursive: true, force: true });
  }

  private get maxBytes(): number {
    return this.config.spoolMaxMb * 1_000_000;
  }

  private async keep(key: string, event: EventEnvelope): Promise<void> {
    const file = this.files.get(key) ?? new SpoolFile(join(this.folder, `${encodeURIComponent(key)}.jsonl`));
    this.files.set(key, file);
    const line = `${JSON.stringify(event)}\n`;
    const bytes = Buffer.byteLength(line);
    this.queuedBytes += bytes;
    this.writing += 1;
    try {
      await file.append(line);
    } catch (error) {
      // It is sent all the same: only a crash before that would lose it.
      this.logger.error('cannot write the spool', { err: error, sessionId: event.sessionId });
    }
    this.writing -= 1;
    this.queue.push({ event, file, bytes });
    this.send();
  }

  private send(): void {
    this.sending ??= this.drain().finally(() => (this.sending = undefined));
  }

  /** Sends batch after batch until nothing waits. Never rejects. */
  private async drain(): Promise<void> {
    const { signal } = this.closing;
    while (this.queue.length > 0 && !signal.aborted) {
      const batch = nextBatch(this.queue);
      try {
        const { rejected } = await this.ledger.ingest(
          batch.map(({ event }) => event),
          signal,
        );
        this.failures = 0;
        await this.confirmed(batch, rejected);
      } catch (error) {
        if (signal.aborted) return;
        const waitMs = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
        if (this.failures === 1)
          this.logger.warn('the api takes no events; they wait', { reason: String(error) });
        await delay(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async confirmed(batch: Entry[], rejected: RejectedEvent[]): Promise<void> {
    for (const { id, code } of rejected) this.logger.warn('the api refused an event', { eventId: id, code });
    this.queue.splice(0, batch.length);
    for (const { bytes } of batch) this.queuedBytes -= bytes;
    const waiting = new Set(this.queue.map(({ file }) => file));
    const sent = new Set(batch.map(({ file }) => file));
    for (const [key, file] of this.files) {
      // A line that is still being written would be cleared before it was sent.
      if (!sent.has(file) || waiting.has(file) || !file.idle) continue;
      await file.clear();
      if (file.idle) this.files.delete(key);
    }
    if (this.queuedBytes < this.maxBytes)
      for (const [claim, gap] of this.gaps.take()) void this.keep(claim, gap);
  }

  private async showLife(): Promise<void> {
    const now = new Date();
    try {
      // The folder is gone when this process was paused for so long that another took it for dead.
      await utimes(this.folder, now, now).catch(() => mkdir(this.folder, { recursive: true }));
      if (!this.full) await this.adopt();
    } catch (error) {
      this.logger.warn('cannot look after the spool', { err: error });
    }
    this.send();
  }

  private async adopt(): Promise<void> {
    const { spoolDir } = this.config;
    // Whatever there is of it: it is not on disk any more once it was adopted.
    const take = (event: EventEnvelope) => this.keep(claimOf(event), event);
    const events = await adoptOrphanedSpools({ spoolDir, ownFolder: this.folder, now: Date.now(), take });
    if (events > 0) this.logger.log('took over the events of a process that died', { events });
  }
}

function claimOf({ sessionId, epoch }: EventEnvelope): string {
  return `${sessionId}.${epoch}`;
}

/** From the front of the queue, as many as one request may hold. */
function nextBatch(queue: readonly Entry[]): Entry[] {
  let bytes = 0;
  const batch = queue.slice(0, BATCH_EVENTS);
  const cut = batch.findIndex((entry) => (bytes += entry.bytes) > INGEST_LIMITS.maxBytes * 0.9);
  return cut < 0 ? batch : batch.slice(0, Math.max(cut, 1));
}
