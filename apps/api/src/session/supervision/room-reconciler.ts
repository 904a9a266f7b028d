import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { LivekitConfig, livekitFault, Rooms } from '#livekit';
import { LeaseRepository, RoomRepository, SessionRepository, Store } from '#store';
import { Rounds } from '../../rounds.js';
import { SoleWorker } from '../../sole-worker.js';

const ROUND_MS = 5_000;
/** The rest has its turn in the next round. */
const CLOSED_PER_ROUND = 50;

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
  private readonly worker: SoleWorker;

  constructor(
    store: Store,
    leases: LeaseRepository,
    private readonly ledger: RoomRepository,
    private readonly sessions: SessionRepository,
    private readonly rooms: Rooms,
    private readonly livekit: LivekitConfig,
  ) {
    this.worker = new SoleWorker(store, leases, { name: 'rooms', leaseMs: 3 * ROUND_MS });
  }

  onApplicationBootstrap(): void {
    if (!this.livekit.configured) return;
    this.rounds.start(ROUND_MS);
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await this.worker.putDown();
  }

  private async round(): Promise<void> {
    try {
      if (await this.worker.isOurTurn()) await this.compare();
    } catch (error) {
      this.logger.warn('rooms are not compared', livekitFault(error));
    }
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
