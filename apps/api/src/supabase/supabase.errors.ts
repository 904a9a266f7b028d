import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class AgentSourceUnavailable extends Problem {
  readonly code = 'agent_source_unavailable';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly retryAfterSeconds = 10;

  constructor(agentId: string) {
    super(`Whether there is an agent ${agentId} cannot be said at the moment: Supabase does not answer.`);
  }
}
