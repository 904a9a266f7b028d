import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class AgentExists extends Problem {
  readonly code = 'agent_exists';
  readonly status = HttpStatus.CONFLICT;

  constructor(agentId: string) {
    super(`There is an agent ${agentId} already. PUT /api/agents/${agentId} changes it.`);
  }
}

/** Somebody else was quicker. */
export class AgentChanged extends Problem {
  readonly code = 'agent_changed';
  readonly status = HttpStatus.CONFLICT;

  constructor(agentId: string, wanted: number, current: number) {
    super(`Agent ${agentId} is at version ${current} by now, not at ${wanted}. Nothing was changed.`);
  }
}

export class AgentBuiltIn extends Problem {
  readonly code = 'agent_built_in';
  readonly status = HttpStatus.CONFLICT;

  constructor(agentId: string) {
    super(`Agent ${agentId} is built in and cannot be removed. What was changed about it can.`);
  }
}

export class AgentVersionNotFound extends Problem {
  readonly code = 'agent_version_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(agentId: string, version: number) {
    super(`Agent ${agentId} has no version ${version} to go back to.`);
  }
}
