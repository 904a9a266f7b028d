import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { newId, OPERATOR_METHOD, OrderReply } from '#conversation';
import type { OperatorCommand, OrderOutcome } from '#conversation';
import {
  LivekitConfig,
  livekitFault,
  LivekitUnavailable,
  ParticipantCalls,
  ParticipantSilent,
  sealOrder,
} from '#livekit';
import type { ParticipantCall } from '#livekit';
import { ClaimRepository } from '#store';
import type { SessionSummary } from '#store';
import { AgentUnreachable, OrderTooLong } from './operator.errors.js';

/** Between asking again what became of an order, or for an agent that was not there yet. */
const ASK_AGAIN_MS = 150;

/** LiveKit carries no more in one call. */
const CALL_MAX_BYTES = 15_360;

type OrderedSession = Pick<SessionSummary, 'tenantId' | 'id' | 'room'>;

export interface GivenOrder extends OrderOutcome {
  orderId: string;
}

/**
 * Hands orders to the agent of a session, wherever it runs: as calls to its participant in the room, through LiveKit, so that any
 * api process reaches any agent. The same order is handed over again until it is answered; the agent obeys it once.
 */
@Injectable()
export class AgentOrders {
  private readonly logger = new Logger(AgentOrders.name);

  constructor(
    private readonly claims: ClaimRepository,
    private readonly calls: ParticipantCalls,
    private readonly livekit: LivekitConfig,
  ) {}

  /** @throws OrderTooLong @throws AgentUnreachable when nobody answered within the time. @throws LivekitUnavailable when LiveKit itself is away. */
  async give(session: OrderedSession, command: OperatorCommand, withinMs: number): Promise<GivenOrder> {
    const expiresAt = Date.now() + withinMs;
    const order = await this.orderFor(session, command, expiresAt);
    if (!order) throw new AgentUnreachable(session.id);
    const { id: orderId, call } = order;
    if (Buffer.byteLength(call.payload) > CALL_MAX_BYTES) throw new OrderTooLong();
    const signal = AbortSignal.timeout(withinMs);
    while (Date.now() < expiresAt) {
      const outcome = await this.ask(call, signal);
      if (outcome) return { orderId, ...outcome };
      await delay(ASK_AGAIN_MS);
    }
    this.logger.warn('agent takes no orders', { sessionId: session.id, room: session.room });
    throw new AgentUnreachable(session.id);
  }

  /** Asks once, and never throws. False when the agent is not there, or did not say that it does it. */
  async tell(session: OrderedSession, command: OperatorCommand, withinMs: number): Promise<boolean> {
    try {
      const order = await this.orderFor(session, command, Date.now() + withinMs);
      const outcome = order && (await this.ask(order.call, AbortSignal.timeout(withinMs)));
      return outcome?.status === 'done';
    } catch (error) {
      this.logger.warn('agent could not be told', { sessionId: session.id, ...livekitFault(error) });
      return false;
    }
  }

  /** Undefined when no agent has the session. */
  private async orderFor(
    { tenantId, id: sessionId, room }: OrderedSession,
    command: OperatorCommand,
    expiresAt: number,
  ): Promise<{ id: string; call: ParticipantCall } | undefined> {
    const agent = await this.claims.inForce(tenantId, sessionId);
    if (!agent) return undefined;
    const id = newId();
    const payload = sealOrder({ id, sessionId, epoch: agent.epoch, expiresAt, command }, this.livekit);
    return { id, call: { room, identity: agent.agentIdentity, method: OPERATOR_METHOD, payload } };
  }

  /** Undefined when there is no answer yet. */
  private async ask(call: ParticipantCall, signal: AbortSignal): Promise<OrderOutcome | undefined> {
    try {
      const { status, detail } = OrderReply.parse(JSON.parse(await this.calls.call(call, signal)));
      return status === 'working' ? undefined : { status, detail };
    } catch (error) {
      if (error instanceof ParticipantSilent) return undefined;
      if (error instanceof LivekitUnavailable && signal.aborted) return undefined; // our own time ran out
      throw error;
    }
  }
}
