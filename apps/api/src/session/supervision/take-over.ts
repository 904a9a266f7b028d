import { Injectable, Logger } from '@nestjs/common';
import { VOICE_IDENTITY } from '#conversation';
import { livekitFault, Rooms } from '#livekit';
import { ClaimRepository, SessionRepository, Store } from '#store';
import type { HeldClaim } from '#store';
import { AuditTrail } from '../../audit/audit-trail.js';
import { AgentSummoner } from '../agent-summoner.js';
import { SessionCloser } from '../session-closer.js';
import { SessionConfig } from '../session.config.js';
import { SessionMetrics } from '../session.metrics.js';
import type { Parting } from '../session.metrics.js';

/** A talk that has cost so many agents in so short a time is what ends them. */
const MOST_LOSSES = 3;
const LOSSES_WITHIN_MS = 60_000;

/** What becomes of a talk whose agent is gone: another one takes it over, in the same room, and knows what was said and done. */
@Injectable()
export class TakeOver {
  private readonly logger = new Logger(TakeOver.name);

  constructor(
    private readonly claims: ClaimRepository,
    private readonly sessions: SessionRepository,
    private readonly rooms: Rooms,
    private readonly summoner: AgentSummoner,
    private readonly closer: SessionCloser,
    private readonly audit: AuditTrail,
    private readonly store: Store,
    private readonly config: SessionConfig,
    private readonly metrics: SessionMetrics,
  ) {}

  /** Its agent fell silent. First the fence: whatever that still does counts no more. */
  async lost(claim: HeldClaim): Promise<void> {
    await this.part(claim, 'lost', (now) => this.claims.fence(claim.sessionId, claim.epoch, now));
  }

  /** Its agent puts it down and goes; what that still has to tell is taken. False when it was not its any more. */
  released(claim: HeldClaim): Promise<boolean> {
    return this.part(claim, 'released', (now) => this.claims.release(claim.sessionId, claim.epoch, now));
  }

  private async part(
    claim: HeldClaim,
    parting: Parting,
    letGo: (now: number) => Promise<boolean>,
  ): Promise<boolean> {
    const { tenantId, sessionId, room, epoch, agentProcess } = claim;
    const outcome = await this.letGo(claim, parting, letGo);
    if (!outcome) return false;
    this.metrics.parted(parting, outcome);
    const said = parting === 'lost' ? 'agent lost' : 'agent put a talk down';
    this.logger.warn(said, { sessionId, room, epoch, agentProcess, outcome });
    if (outcome === 'taken_over') await this.replace(claim);
    else {
      const ghosts = this.removeGhosts(claim);
      await this.closer.finish({ tenantId, id: sessionId, room }, 'agent_lost');
      await ghosts;
    }
    return true;
  }

  /** In one transaction, so that no session is left that nobody has and nobody is sent for. Undefined when it was not to let go any more. */
  private letGo(
    { tenantId, sessionId, epoch, agentProcess }: HeldClaim,
    parting: Parting,
    letGo: (now: number) => Promise<boolean>,
  ): Promise<'taken_over' | 'ended' | undefined> {
    const now = Date.now();
    const session = { tenantId, id: sessionId };
    return this.store.write(async () => {
      if (!(await letGo(now))) return undefined;
      const detail = { epoch, agentProcess };
      await this.audit.record(parting === 'lost' ? 'session.agent_lost' : 'session.released', session, {
        detail,
      });
      const losses = await this.claims.countSince(sessionId, now - LOSSES_WITHIN_MS);
      if (losses >= MOST_LOSSES) return 'ended';
      const waits = await this.sessions.awaitAgent(session, now + this.config.startTimeoutS * 1_000);
      return waits ? 'taken_over' : 'ended';
    });
  }

  /** Who joins under a ghost's identity would be taken for it: the ghost goes first. What fails here is tried again by `StartWatch`. */
  private async replace(claim: HeldClaim): Promise<void> {
    await this.removeGhosts(claim);
    const session = await this.sessions.findAnyTenant(claim.sessionId);
    if (session?.state !== 'waiting') return;
    try {
      const earlier = session.dispatches.map(({ id }) => id);
      await this.summoner.summonAgain(session, earlier);
    } catch (error) {
      this.logger.warn('no agent could be sent for yet', { sessionId: session.id, ...livekitFault(error) });
    }
  }

  private async removeGhosts({ room, agentIdentity }: HeldClaim): Promise<void> {
    await Promise.allSettled(
      [agentIdentity, VOICE_IDENTITY].map((identity) => this.rooms.removeParticipant(room, identity)),
    );
  }
}
