import { Injectable, Logger } from '@nestjs/common';
import type {
  ClaimAnswer,
  ClaimRequest,
  PastToolCall,
  ReleaseRequest,
  RenewAnswer,
  RenewRequest,
  SpokenMessage,
} from '#conversation';
import { livekitFault, Rooms } from '#livekit';
import { ClaimRepository, ConversationRepository, RecordingRepository, Store } from '#store';
import type { Claim, SessionKey } from '#store';
import { addLogFields } from '#telemetry';
import { AuditTrail } from '../audit/audit-trail.js';
import { KnownPeople } from '../contact/known-people.js';
import { SessionConfig } from '../session/session.config.js';
import { sessionLogFields } from '../session/session-log-fields.js';
import { SessionMetrics } from '../session/session.metrics.js';
import { TakeOver } from '../session/supervision/take-over.js';
import { LeaseSuperseded } from './ingest.errors.js';

/** How much of the talk an agent that takes over is told. */
const HISTORY_MESSAGES = 200;
const HISTORY_TOOL_CALLS = 100;
/** A claim waits no longer for what is known of the person: they wait for the greeting. */
const CLAIM_WAITS_MS = 250;

/** One agent a session: the newest claim is in force, every older one is over. */
@Injectable()
export class ClaimService {
  private readonly logger = new Logger(ClaimService.name);

  constructor(
    private readonly claims: ClaimRepository,
    private readonly conversations: ConversationRepository,
    private readonly recordings: RecordingRepository,
    private readonly rooms: Rooms,
    private readonly config: SessionConfig,
    private readonly audit: AuditTrail,
    private readonly store: Store,
    private readonly metrics: SessionMetrics,
    private readonly takeOver: TakeOver,
    private readonly people: KnownPeople,
  ) {}

  /** @throws SessionNotFound @throws SessionOver */
  async claim(request: ClaimRequest): Promise<ClaimAnswer> {
    const { leaseMs } = this.config;
    const remembered = this.people.ofSession(request.sessionId, CLAIM_WAITS_MS); // beside the claim
    const claim = await this.store.write(async () => {
      const made = await this.claims.claim({ ...request, leaseMs, now: Date.now() });
      const actor = `agent:${request.agentProcess}`;
      await this.audit.record('session.claimed', made.session, { actor, detail: { epoch: made.epoch } });
      return made;
    });
    const { epoch, session } = claim;
    addLogFields(sessionLogFields(session));
    this.logger.log('session claimed', { epoch, agentProcess: request.agentProcess });
    void this.removeGhost(claim, request.agentIdentity);
    const isFirst = epoch === 1;
    if (isFirst) this.metrics.started(session.createdAt, Date.now());
    const [history, toolCalls] = isFirst ? [[], []] : await this.past(session);
    const { person, isLate } = await remembered;
    return {
      sessionId: session.id,
      tenantId: session.tenantId,
      conversationId: session.conversationId,
      room: session.room,
      door: session.door,
      voiceFrom: session.voiceFrom,
      epoch,
      leaseMs,
      definition: session.definition,
      startedAt: session.startedAt === null ? null : new Date(session.startedAt).toISOString(),
      endsAt: new Date(session.endsAt).toISOString(),
      history,
      toolCalls,
      recordingConsent: isFirst ? null : await this.recordings.consentIn(session.tenantId, session.id),
      personIdentity: session.personIdentity,
      person,
      personIsLate: isLate,
    };
  }

  /** @throws LeaseSuperseded */
  async renew(sessionId: string, { epoch }: RenewRequest): Promise<RenewAnswer> {
    addLogFields({ sessionId });
    const { leaseMs } = this.config;
    const renewal = await this.claims.renew({ sessionId, epoch, leaseMs, now: Date.now() });
    if (renewal.outcome === 'superseded') throw new LeaseSuperseded(sessionId, epoch);
    return { leaseMs, ending: renewal.ending };
  }

  /** The agent goes and the talk does not: another one is sent for. @throws LeaseSuperseded */
  async release(sessionId: string, { epoch }: ReleaseRequest): Promise<void> {
    addLogFields({ sessionId });
    const claim = await this.claims.findHeld(sessionId, epoch);
    if (!claim || !(await this.takeOver.released(claim))) throw new LeaseSuperseded(sessionId, epoch);
  }

  /** What was said and done, for an agent that takes the talk over. */
  private past({ tenantId, id }: SessionKey): Promise<[SpokenMessage[], PastToolCall[]]> {
    const { conversations } = this;
    return Promise.all([
      conversations.history(tenantId, id, HISTORY_MESSAGES),
      conversations.toolCalls(tenantId, id, HISTORY_TOOL_CALLS),
    ]);
  }

  /**
   * LiveKit keeps a dead participant for twenty seconds. Nobody waits for this: the claim is in force already, and a voice that
   * joins under the old one's identity takes its place by itself.
   */
  private async removeGhost({ previous, session }: Claim, newIdentity: string): Promise<void> {
    if (!previous || previous.agentIdentity === newIdentity) return;
    try {
      await this.rooms.removeParticipant(session.room, previous.agentIdentity);
    } catch (error) {
      this.logger.warn('ghost stays in the room', { sessionId: session.id, ...livekitFault(error) });
    }
  }
}
