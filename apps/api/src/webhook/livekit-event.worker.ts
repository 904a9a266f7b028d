import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { livekitFault } from '#livekit';
import { LivekitEventRepository } from '#store';
import type { LivekitEventRecord } from '#store';
import { withLogFields } from '#telemetry';
import { Rounds } from '../rounds.js';
import { RoomEvents } from './room-events.js';

/** For what an earlier process left, or what failed. */
const ROUND_MS = 1_000;
const BATCH_EVENTS = 100;
/** Supervision and reconciliation have long seen by themselves what an event of this age could tell. */
const GIVE_UP_AFTER_MS = 600_000;
/** LiveKit's signatures hold for five minutes: after a day nothing can be repeated. */
const KEEP_MS = 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

/** Works on what LiveKit told, oldest first, one at a time. */
@Injectable()
export class LivekitEventWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LivekitEventWorker.name);
  private readonly rounds = new Rounds(() => this.work());
  private isWanted = false;
  private isClosing = false;
  private forgotAt = 0;

  constructor(
    private readonly events: LivekitEventRepository,
    private readonly effects: RoomEvents,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(ROUND_MS);
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.rounds.stop();
  }

  /** There may be something to do. */
  wake(): void {
    this.isWanted = true;
    this.rounds.wake();
  }

  /** Never rejects: what failed waits for the next round. */
  private async work(): Promise<void> {
    this.isWanted = true;
    try {
      while (this.isWanted && !this.isClosing) {
        this.isWanted = false;
        const waiting = await this.events.waiting(BATCH_EVENTS);
        let done = 0;
        for (const event of waiting) if (!this.isClosing && (await this.workOn(event))) done += 1;
        if (done > 0 && waiting.length === BATCH_EVENTS) this.isWanted = true;
      }
      await this.forgetOld(Date.now());
    } catch (error) {
      this.logger.warn('LiveKit events wait', { err: error });
    }
  }

  private async workOn(event: LivekitEventRecord): Promise<boolean> {
    const { id, room } = event;
    try {
      await withLogFields({ room: room ?? undefined }, () => this.effects.apply(event));
    } catch (error) {
      const givesUp = Date.now() - event.receivedAt > GIVE_UP_AFTER_MS;
      const message = givesUp ? 'LiveKit event given up' : 'LiveKit event waits';
      this.logger.warn(message, { eventId: id, room, ...livekitFault(error) });
      if (!givesUp) return false;
    }
    await this.events.markProcessed(id, Date.now());
    return true;
  }

  private async forgetOld(now: number): Promise<void> {
    if (now - this.forgotAt < FORGET_EVERY_MS) return;
    this.forgotAt = now;
    await this.events.forget(now - KEEP_MS);
  }
}
