import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { AGENT_LINE_PATH, AGENT_PROCESS_PARAM } from '#conversation';
import { BadInput } from '#problem';
import { Upgrades } from '../access/upgrades.js';
import { AgentLines } from './agent-lines.js';
import { IngestGuard } from './ingest.guard.js';

const LONGEST_NAME = 256;

/** `WS /api/ingest/line?process=…`: an agent process says that it lives by holding it. Nothing is said over it. */
@Injectable()
export class AgentLineGateway implements OnApplicationBootstrap {
  constructor(
    private readonly upgrades: Upgrades,
    private readonly guard: IngestGuard,
    private readonly lines: AgentLines,
  ) {}

  onApplicationBootstrap(): void {
    this.upgrades.routeForAgents(AGENT_LINE_PATH, ({ headers }, url) => {
      this.guard.admit(headers.authorization);
      const agentProcess = url.searchParams.get(AGENT_PROCESS_PARAM) ?? '';
      if (agentProcess === '' || agentProcess.length > LONGEST_NAME) {
        const message = `${AGENT_PROCESS_PARAM} must be a name of 1 to ${LONGEST_NAME} characters`;
        throw new BadInput([{ field: AGENT_PROCESS_PARAM, message }]);
      }
      return (socket) => this.lines.opened(agentProcess, socket);
    });
  }
}
