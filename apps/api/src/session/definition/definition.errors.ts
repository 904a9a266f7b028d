import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class AgentNotFound extends Problem {
  readonly code = 'agent_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(agentId: string) {
    super(`There is no agent ${agentId}.`);
  }
}
