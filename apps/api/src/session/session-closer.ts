import { Injectable, Logger } from '@nestjs/common';
import type { EndReason, SessionState } from '#conversation';
import { SessionRepository, Store } from '#store';
import type { SessionKey } from '#store';
import { AuditTrail } from '../audit/audit-trail.js';
import { AgentOrders } from './operator/agent-orders.js';
import { endedWithin } from './ended-within.js';
import { RoomCloser } from './room-closer.js';
import { SessionMetrics } from './session.metrics.js';

export interface ClosingSession extends SessionKey {
  room: string;
  state: SessionState;
}

/** For the agent to take the order, and then to have told its end and gone. Who stops a session waits for it. */
const TOLD_WITHIN_MS = 1_000;
const LEAVES_WITHIN_MS = 1_500;

/** Every way in which we end a session; an agent that ends one says so with an event. */
@Injectable()
export class SessionCloser {
  private readonly logger = new Logger(SessionCloser.name);

  constructor(
    private readonly sessions: SessionRepository,
    private readonly rooms: RoomCloser,
    private readonly audit: AuditTrail,
    private readonly store: Store,
    private readonly metrics: SessionMetrics,
    private readonly orders: AgentOrders,
  ) {}

  /**
   * Ends it at somebody's wish: the agent tells the rest of its story and leaves, the room closes, and the session has ended with that,
   * or with its lease; at once when no agent ever had it. False when it was over already.
   */
  async stop(session: ClosingSession, reason: EndReason): Promise<boolean> {
    const { id, room, state } = session;
    const now = Date.now();
    const isNew = await this.store.write(async () => {
      if (!(await this.markEnding(session, reason, now))) return false;
      if (state !== 'active') await this.sessions.end(session, reason, now);
      return true;
    });
    if (!isNew) return false;
    if (state !== 'active') this.metrics.ended(reason);
    this.logger.log('session ending', { sessionId: id, room, reason });
    if (state === 'active') await this.sendAway(session, reason);
    await this.rooms.close(room);
    return true;
  }

  /** WebRTC in the agent's process never lets go of a room that closes around it: who can leaves before. */
  private async sendAway(session: ClosingSession, reason: EndReason): Promise<void> {
    const told = await this.orders.tell(session, { type: 'end', reason }, TOLD_WITHIN_MS);
    if (told) await endedWithin(LEAVES_WITHIN_MS, session, this.sessions);
  }

  /** Asks the agent to end it in good order: it hears so with its next heartbeat and may say goodbye. */
  async windUp(session: ClosingSession, reason: EndReason): Promise<void> {
    const { id, room } = session;
    const isNew = await this.store.write(() => this.markEnding(session, reason, Date.now()));
    if (isNew) this.logger.log('session ending', { sessionId: id, room, reason });
  }

  /** Ends it for good, whatever the agent does: its claim is fenced, its room closed. */
  async finish(session: Omit<ClosingSession, 'state'>, reason: EndReason, detail?: string): Promise<void> {
    if (await this.end(session, reason, detail)) await this.rooms.close(session.room);
  }

  /** The same for one that holds up the next in its room, which stays: whom that is for may be there already. */
  async replace(session: ClosingSession): Promise<void> {
    await this.end(session, 'replaced');
  }

  /** False when it had ended. */
  private async end(
    session: Omit<ClosingSession, 'state'>,
    reason: EndReason,
    detail?: string,
  ): Promise<boolean> {
    const { id, room } = session;
    const isNew = await this.store.write(async () => {
      if (!(await this.sessions.end(session, reason, Date.now(), detail))) return false;
      await this.audit.record('session.ended', session, { detail: { reason } });
      return true;
    });
    if (!isNew) return false;
    this.metrics.ended(reason);
    this.logger.log('session ended', { sessionId: id, room, reason });
    return true;
  }

  /** A part of a transaction. False when it was ending already. */
  private async markEnding(session: ClosingSession, reason: EndReason, now: number): Promise<boolean> {
    if (!(await this.sessions.markEnding(session, reason, now))) return false;
    await this.audit.record('session.stopped', session, { detail: { reason } });
    return true;
  }
}
