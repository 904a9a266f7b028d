import { Injectable } from '@nestjs/common';
import { AgentChange, changed } from '#conversation';
import type { OperatorCommand } from '#conversation';
import { BadInput } from '#problem';
import { toRobotMove } from '#robot';
import { SessionNotFound, SessionRepository } from '#store';
import type { SessionRecord } from '#store';
import { addLogFields } from '#telemetry';
import type { Caller } from '../../access/caller.js';
import { AuditTrail } from '../../audit/audit-trail.js';
import { sessionLogFields } from '../session-log-fields.js';
import { AgentOrders } from './agent-orders.js';
import type { ChangeAgentDto } from './change-agent.dto.js';
import type { OrderOutcomeDto, RobotActionDto } from './operator.dto.js';
import { SessionNotActive } from './operator.errors.js';

const ANSWER_WITHIN_MS = 5_000;
const MOVE_DEADLINE_MS = 5_000;
const NOTHING_TO_CHANGE = {
  field: '',
  message: 'name at least one of instructions, voice, tools, turnTaking and recording',
};

/** An operator speaks through an agent, stops it, moves its robot, or makes it another one. */
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

  /** Kept once the agent has it. @throws BadInput */
  async change(caller: Caller, sessionId: string, given: ChangeAgentDto): Promise<OrderOutcomeDto> {
    const change = AgentChange.parse(given);
    const isEmpty = Object.values(change).every((value) => value === undefined);
    if (isEmpty) throw new BadInput([NOTHING_TO_CHANGE]);
    const session = await this.active(caller, sessionId);
    const outcome = await this.order(session, { type: 'change_agent', change });
    if (outcome.status === 'done') {
      await this.sessions.redefine(session, (definition) => changed(definition, change));
    }
    return outcome;
  }

  private async give(
    caller: Caller,
    sessionId: string,
    command: OperatorCommand,
    extraMs = 0,
  ): Promise<OrderOutcomeDto> {
    return this.order(await this.active(caller, sessionId), command, extraMs);
  }

  private async active({ tenantId }: Caller, sessionId: string): Promise<SessionRecord> {
    const session = await this.sessions.find(tenantId, sessionId);
    if (!session) throw new SessionNotFound(sessionId);
    addLogFields(sessionLogFields(session));
    if (session.state !== 'active') throw new SessionNotActive(sessionId, session.state);
    return session;
  }

  private async order(
    session: SessionRecord,
    command: OperatorCommand,
    extraMs = 0,
  ): Promise<OrderOutcomeDto> {
    await this.audit.record('session.ordered', session, { detail: { order: command.type } });
    return this.orders.give(session, command, ANSWER_WITHIN_MS + extraMs);
  }
}
