import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { LivekitConfig, livekitFault, Rooms } from '#livekit';
import { LeaseRepository, RoomRepository, SessionRepository, Store } from '#store';
import { Rounds } from '../../rounds.js';
import { workerName } from '../../worker-name.js';

const ROUND_MS = 5_000;
/** The rest has its turn in the next round. */
const CLOSED_PER_ROUND = 50;
/** Three rounds: another process takes over when the one at work died. */
const LEASE_MS = 3 * ROUND_MS;
const WORK = 'rooms';

/**
 * Compares LiveKit's rooms with the ledger and closes those that outlived their session: this process, or an earlier one, was
 * stopped before it could, LiveKit was away, or a webhook was lost. A room that is younger than the end of its last session is
 * not that session's any more, and a room without sessions is not ours. One api process does
 * this for all.
 */
@Injectable()
export class RoomReconciler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RoomReconciler.name);
  private readonly rounds = new Rounds(() => this.round());
  private readonly holder = workerName();

  constructor(
    private readonly store: Store,
    private readonly leases: LeaseRepository,
    private readonly ledger: RoomRepository,
    private readonly sessions: SessionRepository,
    private readonly rooms: Rooms,
    private readonly livekit: LivekitConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.livekit.configured) return;
    this.rounds.start(ROUND_MS);
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await this.leases.putDown({ name: WORK, holder: this.holder }).catch(() => undefined);
  }

  private async round(): Promise<void> {
    try {
      if (await this.isOurTurn()) await this.compare();
    } catch (error) {
      this.logger.warn('rooms are not compared', livekitFault(error));
    }
  }

  /** A file of SQLite has one process, which need not wait for the lease of the one before. */
  private async isOurTurn(): Promise<boolean> {
    if (this.store.kind === 'sqlite') return true;
    return this.leases.hold({ name: WORK, holder: this.holder, leaseMs: LEASE_MS, now: Date.now() });
  }

  private async compare(): Promise<void> {
    const open = new Map((await this.rooms.list()).map(({ name, createdAt }) => [name, createdAt]));
    if (open.size === 0) return;
    const finished = await this.ledger.finished([...open.keys()]);
    const leftOver = finished.filter(({ room, endedAt }) => (open.get(room) ?? Infinity) <= endedAt);
    for (const { room } of leftOver.slice(0, CLOSED_PER_ROUND)) {
      if (await this.sessions.findLiveByRoom(room)) continue; // begun meanwhile
      await this.rooms.delete(room);
      this.logger.warn('left-over room closed', { room });
    }
  }
}
