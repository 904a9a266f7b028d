import { Injectable, Logger } from '@nestjs/common';
import { LivekitNotConfigured, LivekitUnavailable, Rooms } from '#livekit';
import { SessionRepository } from '#store';

/** Rooms that wait for LiveKit to come back; the oldest give way, and are left to the reconciler. */
const PENDING_MAX = 1_000;

/**
 * Closes the rooms of sessions that are over, as soon as can be. What it remembers dies with this process: the rooms it could not
 * close any more are found by `RoomReconciler`.
 */
@Injectable()
export class RoomCloser {
  private readonly logger = new Logger(RoomCloser.name);
  private readonly pending = new Set<string>();

  constructor(
    private readonly rooms: Rooms,
    private readonly sessions: SessionRepository,
  ) {}

  /** Closes it now, or as soon as LiveKit answers. */
  async close(room: string): Promise<void> {
    try {
      await this.rooms.delete(room);
      this.pending.delete(room);
    } catch (error) {
      if (error instanceof LivekitNotConfigured) return;
      if (!(error instanceof LivekitUnavailable)) throw error;
      this.logger.warn('room stays open until LiveKit answers', { room, reason: error.reason });
      this.closeSoon(room);
    }
  }

  /** Closes it with the next round of supervision: for callers that must not wait for LiveKit. */
  closeSoon(room: string): void {
    const [oldest] = this.pending;
    if (this.pending.size >= PENDING_MAX && oldest !== undefined) this.pending.delete(oldest);
    this.pending.add(room);
  }

  get hasPending(): boolean {
    return this.pending.size > 0;
  }

  /** @throws LivekitUnavailable when it is still away; the rest waits for the next time. */
  async closePending(): Promise<void> {
    for (const room of [...this.pending]) {
      const inUseAgain = await this.sessions.findLiveByRoom(room);
      if (!inUseAgain) await this.rooms.delete(room);
      this.pending.delete(room);
    }
  }
}
