import { Injectable, Logger } from '@nestjs/common';
import { VOICE_IDENTITY } from '#conversation';
import { Rooms } from '#livekit';
import { ClaimRepository } from '#store';
import type { LostClaim } from '#store';
import { SessionCloser } from '../session-closer.js';

/** What happens to a session whose agent fell silent. */
@Injectable()
export class AgentLoss {
  private readonly logger = new Logger(AgentLoss.name);

  constructor(
    private readonly claims: ClaimRepository,
    private readonly rooms: Rooms,
    private readonly closer: SessionCloser,
  ) {}

  /** First the fence: whatever the lost agent still does counts no more. Then its end, then its ghosts: LiveKit may be slow. */
  async handle(claim: LostClaim): Promise<void> {
    const { sessionId, room, epoch, agentProcess } = claim;
    if (!(await this.claims.fence(sessionId, epoch, Date.now()))) return;
    this.logger.warn('agent lost', { sessionId, room, epoch, agentProcess });
    await this.decide(claim);
  }

  /** The session ends. */
  private async decide({ tenantId, sessionId, room, agentIdentity }: LostClaim): Promise<void> {
    const ghosts = Promise.allSettled(
      [agentIdentity, VOICE_IDENTITY].map((identity) => this.rooms.removeParticipant(room, identity)),
    );
    await this.closer.finish({ tenantId, id: sessionId, room }, 'agent_lost');
    await ghosts;
  }
}
