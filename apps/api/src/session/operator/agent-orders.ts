import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { newId, OPERATOR_METHOD, OrderReply } from '#conversation';
import type { OperatorCommand, OrderOutcome } from '#conversation';
import { LivekitConfig, LivekitUnavailable, ParticipantCalls, ParticipantSilent, sealOrder } from '#livekit';
import { ClaimRepository } from '#store';
import type { SessionSummary } from '#store';
import { AgentUnreachable, OrderTooLong } from './operator.errors.js';

/** Between asking again what became of an order, or for an agent that was not there yet. */
const ASK_AGAIN_MS = 150;

/** LiveKit carries no more in one call. */
const CALL_MAX_BYTES = 15_360;

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
  async give(
    { tenantId, id: sessionId, room }: Pick<SessionSummary, 'tenantId' | 'id' | 'room'>,
    command: OperatorCommand,
    withinMs: number,
  ): Promise<GivenOrder> {
    const agent = await this.claims.inForce(tenantId, sessionId);
    if (!agent) throw new AgentUnreachable(sessionId);
    const orderId = newId();
    const expiresAt = Date.now() + withinMs;
    const order = { id: orderId, sessionId, epoch: agent.epoch, expiresAt, command };
    const payload = sealOrder(order, this.livekit);
    if (Buffer.byteLength(payload) > CALL_MAX_BYTES) throw new OrderTooLong();
    const call = {
      room,
      identity: agent.agentIdentity,
      method: OPERATOR_METHOD,
      payload,
    };
    const signal = AbortSignal.timeout(withinMs);
    while (Date.now() < expiresAt) {
      const outcome = await this.ask(call, signal);
      if (outcome) return { orderId, ...outcome };
      await delay(ASK_AGAIN_MS);
    }
    this.logger.warn('agent takes no orders', { sessionId, room });
    throw new AgentUnreachable(sessionId);
  }

  /** Undefined when there is no answer yet. */
  private async ask(
    call: Parameters<ParticipantCalls['call']>[0],
    signal: AbortSignal,
  ): Promise<OrderOutcome | undefined> {
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
