import { Injectable } from '@nestjs/common';
import type { OperatorCommand } from '#conversation';
import { BadInput } from '#problem';
import { toRobotMove } from '#robot';
import { SessionNotFound, SessionRepository } from '#store';
import { addLogFields } from '#telemetry';
import type { Caller } from '../../access/caller.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { sessionLogFields } from '../session-log-fields.js';
import { AgentOrders } from './agent-orders.js';
import type { OrderOutcomeDto, RobotActionDto } from './operator.dto.js';
import { SessionNotActive } from './operator.errors.js';

const ANSWER_WITHIN_MS = 5_000;
const MOVE_DEADLINE_MS = 5_000;

/** An operator speaks through an agent, stops it, or moves its robot. */
@Injectable()
export class OperatorService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly orders: AgentOrders,
    private readonly audit: AuditTrail,
  ) {}

  say(caller: Caller, sessionId: string, text: string): Promise<OrderOutcomeDto> {
    return this.give(caller, sessionId, { type: 'say', text });
  }

  interrupt(caller: Caller, sessionId: string): Promise<OrderOutcomeDto> {
    return this.give(caller, sessionId, { type: 'interrupt' });
  }

  /** @throws BadInput for what no robot knows, before anything leaves. */
  async move(
    caller: Caller,
    sessionId: string,
    { type, value = '', hand, safety = false, deadlineMs = MOVE_DEADLINE_MS }: RobotActionDto,
  ): Promise<OrderOutcomeDto> {
    const move = toRobotMove(type, value);
    if (move.type === 'robot_refusal') throw new BadInput([{ field: 'value', message: move.message }]);
    const command = { type: 'robot' as const, action: type, value, hand, safety, deadlineMs };
    return this.give(caller, sessionId, command, deadlineMs);
  }

  private async give(
    { tenantId }: Caller,
    sessionId: string,
    command: OperatorCommand,
    extraMs = 0,
  ): Promise<OrderOutcomeDto> {
    const session = await this.sessions.find(tenantId, sessionId);
    if (!session) throw new SessionNotFound(sessionId);
    addLogFields(sessionLogFields(session));
    if (session.state !== 'active') throw new SessionNotActive(sessionId, session.state);
    await this.audit.record('session.ordered', session, { detail: { order: command.type } });
    return this.orders.give(session, command, ANSWER_WITHIN_MS + extraMs);
  }
}
