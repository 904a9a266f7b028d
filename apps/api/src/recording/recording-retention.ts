import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { RecordingFiles } from '#recording';
import { LeaseRepository, RecordingRepository, Store } from '#store';
import type { RecordingRecord } from '#store';
import { AuditTrail } from '../audit/audit-trail.js';
import { Rounds } from '../rounds.js';
import { SoleWorker } from '../sole-worker.js';

const ROUND_MS = 15_000;
/** The next round goes on. */
const AT_ONCE = 20;

/** Erases what was recorded of people who refused, and recordings whose time is over. One api process does it for all. */
@Injectable()
export class RecordingRetention implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RecordingRetention.name);
  private readonly rounds = new Rounds(() => this.round());
  private readonly worker: SoleWorker;

  constructor(
    private readonly recordings: RecordingRepository,
    private readonly files: RecordingFiles,
    leases: LeaseRepository,
    private readonly audit: AuditTrail,
    private readonly store: Store,
  ) {
    this.worker = new SoleWorker(store, leases, { name: 'recordings', leaseMs: 3 * ROUND_MS });
  }

  onApplicationBootstrap(): void {
    this.rounds.start(ROUND_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await this.worker.putDown();
  }

  /** Never rejects: what stays is due in the next round as well. */
  async round(now: number = Date.now()): Promise<void> {
    try {
      if (!(await this.worker.isOurTurn(now))) return;
      for (const recording of await this.recordings.due(now, AT_ONCE)) await this.erase(recording);
    } catch (error) {
      this.logger.warn('recordings that are due stay longer', { err: error });
    }
  }

  /** That somebody refused is remembered as long as their conversation: whoever takes over the talk has to know. */
  private async erase(recording: RecordingRecord): Promise<void> {
    await this.files.erase(recording.location);
    const isRefused = recording.state === 'refused';
    await this.store.write(async () => {
      if (isRefused) await this.recordings.markEmpty(recording);
      else await this.recordings.remove(recording);
      const detail = { sessionId: recording.sessionId, because: isRefused ? 'refused' : 'retention' };
      await this.audit.record('recording.erased', recording, { detail });
    });
  }
}
