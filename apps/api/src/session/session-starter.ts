import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#conversation';
import type { AgentDefinition } from '#conversation';
import { livekitFault } from '#livekit';
import { SessionRepository, Store } from '#store';
import type { SessionRecord } from '#store';
import { addLogFields } from '#telemetry';
import { AuditTrail } from '../audit/audit-trail.js';
import { SessionLimit } from '../limits/session-limit.js';
import { AgentSummoner } from './agent-summoner.js';
import { SessionCloser } from './session-closer.js';
import { SessionDeparture } from './session-departure.js';
import { sessionLogFields } from './session-log-fields.js';
import { SessionConfig } from './session.config.js';

export interface SessionStart {
  tenantId: string;
  /** Name of the caller's key. */
  owner: string;
  room: string;
  conversationId: string;
  /** The client's name for the person. */
  userId?: string | undefined;
  /** Who the person is at a backend that has checked it. */
  verifiedUserId?: string | undefined;
  voiceFrom: 'agent' | 'voice';
  /** Whom the session is for; null for whoever comes. */
  personIdentity: string | null;
  definition: AgentDefinition;
  /** Of the stored agent that it comes from, if any. */
  agentVersion: number | null;
  /** The client's own words about it. */
  metadata?: Record<string, unknown>;
  /** What everybody in the room may know of it. */
  roomMetadata?: Record<string, string>;
}

interface Opened {
  session: SessionRecord;
  /** It was there before, and nothing was done. */
  existing: boolean;
}

@Injectable()
export class SessionStarter {
  private readonly logger = new Logger(SessionStarter.name);

  constructor(
    private readonly sessions: SessionRepository,
    private readonly summoner: AgentSummoner,
    private readonly closer: SessionCloser,
    private readonly departure: SessionDeparture,
    private readonly limit: SessionLimit,
    private readonly audit: AuditTrail,
    private readonly store: Store,
    private readonly config: SessionConfig,
  ) {}

  /**
   * Opens a room with a session and sends an agent; it does not wait for the agent. The room comes first: while LiveKit is
   * down nothing is written at all. A room that has a session answers with that one; one that is ending gives way.
   *
   * @throws LivekitUnavailable @throws RoomTaken @throws ConversationLive @throws TooManySessions @throws MinutesUsedUp
   * @throws BudgetUsedUp
   */
  async start(start: SessionStart): Promise<Opened> {
    const live = await this.liveIn(start);
    if (live) return this.found(live);
    await this.limit.admitSpending();
    const mayLastMs = await this.limit.admitAnother();
    await this.summoner.openRoom(start.room, start.definition, start.roomMetadata);
    const opened = await this.open(start, mayLastMs);
    if (opened.existing) return this.found(opened.session);
    addLogFields(sessionLogFields(opened.session));
    try {
      await this.summoner.dispatch(opened.session);
    } catch (error) {
      await this.closer.finish(opened.session, 'error', 'no agent could be sent for');
      throw error;
    }
    this.logger.log('session opened');
    return opened;
  }

  /**
   * As `start`, for callers that are not to hear of it when LiveKit is away: the session is there, and its room and its agent are tried
   * again until its start time-out.
   *
   * @throws RoomTaken @throws ConversationLive @throws TooManySessions @throws MinutesUsedUp @throws BudgetUsedUp
   */
  async startInTime(start: SessionStart): Promise<Opened> {
    const live = await this.liveIn(start);
    if (live) return this.found(live);
    await this.limit.admitSpending();
    const opened = await this.open(start, await this.limit.admitAnother());
    if (opened.existing) return this.found(opened.session);
    addLogFields(sessionLogFields(opened.session));
    try {
      await this.summoner.openRoom(start.room, start.definition, start.roomMetadata);
      await this.summoner.dispatch(opened.session);
      this.logger.log('session opened');
    } catch (error) {
      this.logger.warn('session opened, its agent is sent for again', livekitFault(error));
    }
    return opened;
  }

  /**
   * Opens a session in a room that others opened, for an agent that is in it already, or on its way.
   *
   * @throws RoomTaken @throws ConversationLive @throws TooManySessions @throws MinutesUsedUp @throws BudgetUsedUp
   */
  async adopt(start: SessionStart): Promise<Opened> {
    await this.limit.admitSpending();
    const opened = await this.open(start, await this.limit.admitAnother());
    addLogFields(sessionLogFields(opened.session));
    if (!opened.existing) this.logger.log('session opened for a dispatch of others');
    return opened;
  }

  /** One that is ending gives way. */
  private async liveIn({ tenantId, room }: SessionStart): Promise<SessionRecord | undefined> {
    const live = await this.sessions.findLiveInRoom(tenantId, room);
    if (live?.state !== 'ending') return live;
    await this.departure.of(live);
    return undefined;
  }

  private found(session: SessionRecord): Opened {
    addLogFields(sessionLogFields(session));
    return { session, existing: true };
  }

  /** Counted once more where it is written: many may have been admitted at the same time. */
  private open(start: SessionStart, mayLastMs: number): Promise<Opened> {
    return this.store.write(async () => {
      const opened = await this.sessions.create(this.newSession(start, mayLastMs));
      if (opened.existing) return opened;
      await this.limit.admitAnother();
      await this.audit.record('session.started', opened.session, { detail: { room: start.room } });
      return opened;
    });
  }

  private newSession({ roomMetadata: _, ...start }: SessionStart, mayLastMs: number) {
    const now = Date.now();
    return {
      ...start,
      id: newId(),
      door: 'room' as const,
      metadata: start.metadata ?? {},
      startBy: now + this.config.startTimeoutS * 1_000,
      endsAt: now + Math.min(start.definition.limits.maxDurationS * 1_000, mayLastMs),
      now,
    };
  }
}
