import { Inject, Injectable, Logger } from '@nestjs/common';
import { Dispatches } from '#livekit';
import { SessionRepository } from '#store';
import type { SessionSummary } from '#store';
import { AgentSummoner } from '../agent-summoner.js';
import { SessionCloser } from '../session-closer.js';
import { SessionConfig } from '../session.config.js';

/** A worker that is there takes a dispatch within 0.3 s. */
const DISPATCH_PATIENCE_MS = 2_000;
/** A worker said yes: a busy one may need a while until its job claims the session. */
const JOB_PATIENCE_MS = 6_000;

/** Watches over sessions that wait for an agent: LiveKit drops a dispatch for which no worker was free, without a word. */
@Injectable()
export class StartWatch {
  private readonly logger = new Logger(StartWatch.name);

  constructor(
    @Inject(SessionRepository) private readonly sessions: Pick<SessionRepository, 'findAnyTenant'>,
    @Inject(Dispatches) private readonly dispatches: Pick<Dispatches, 'list'>,
    @Inject(AgentSummoner) private readonly summoner: Pick<AgentSummoner, 'summonAgain'>,
    @Inject(SessionCloser) private readonly closer: Pick<SessionCloser, 'finish'>,
    private readonly config: SessionConfig,
  ) {}

  /** @throws LivekitUnavailable It is tried again until the start time-out. */
  async check(session: SessionSummary, now: number): Promise<void> {
    if (now >= session.startBy) {
      return this.closer.finish(session, session.startedAt === null ? 'no_capacity' : 'agent_lost');
    }
    const waitingMs = now - this.waitingSince(session);
    if (waitingMs < DISPATCH_PATIENCE_MS) return;

    const open = await this.dispatches.list(session.room);
    const isTaken = open.some(({ taken }) => taken);
    if (isTaken && waitingMs < JOB_PATIENCE_MS) return;
    await this.dispatchAgain(
      session.id,
      open.map(({ id }) => id),
    );
  }

  /** For an answer to the last dispatch; where an agent has just left the talk, the dispatch of its successor may be under way. */
  private waitingSince({ dispatches, createdAt, startBy }: SessionSummary): number {
    const begun = startBy - this.config.startTimeoutS * 1_000;
    return Math.max(begun, dispatches.at(-1)?.at ?? createdAt);
  }

  private async dispatchAgain(sessionId: string, dispatchIds: string[]): Promise<void> {
    const session = await this.sessions.findAnyTenant(sessionId);
    if (session?.state !== 'created' && session?.state !== 'waiting') return; // taken meanwhile
    await this.summoner.summonAgain(session, dispatchIds);
    this.logger.warn('no agent came, dispatched again', { sessionId, room: session.room });
  }
}
