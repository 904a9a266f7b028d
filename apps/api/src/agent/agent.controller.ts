import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import {
  AgentDto,
  AgentPageDto,
  AgentVersionPageDto,
  CreateAgentDto,
  ReplaceAgentDto,
  RollBackDto,
} from './agent.dto.js';
import { AgentService } from './agent.service.js';

@ApiTags('Agents')
@Controller('api/agents')
@Scopes('read')
export class AgentController {
  constructor(private readonly agents: AgentService) {}

  /** All agents, those that are built in among them, by id. */
  @Get()
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto): Promise<AgentPageDto> {
    return this.agents.list(caller, page);
  }

  /** One agent: as it was written, and what it would be in a session that begins now. */
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<AgentDto> {
    return this.agents.read(caller, id);
  }

  /** All versions of an agent, newest first. */
  @Get(':id/versions')
  versions(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() page: PageQueryDto,
  ): Promise<AgentVersionPageDto> {
    return this.agents.versions(caller, id, page);
  }

  /** Make an agent. */
  @Post()
  @Scopes('admin')
  @ReadsBody()
  create(@CurrentCaller() caller: Caller, @Body() agent: CreateAgentDto): Promise<AgentDto> {
    return this.agents.create(caller, agent);
  }

  /**
   * Make an agent another one.
   *
   * @remarks The whole of it: what is left out is not as it was before, but as the environment or the built-in agent has it. Sessions
   * that run keep the version that they began with. An id that is built in becomes this agent; one that nobody has is a new agent.
   */
  @Put(':id')
  @Scopes('admin')
  @ReadsBody()
  replace(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() agent: ReplaceAgentDto,
  ): Promise<AgentDto> {
    return this.agents.replace(caller, id, agent);
  }

  /** Go back to a former version, which is copied to a new one. */
  @Post(':id/rollback')
  @Scopes('admin')
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  rollBack(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { version }: RollBackDto,
  ): Promise<AgentDto> {
    return this.agents.rollBack(caller, id, version);
  }

  /** Remove an agent. Its versions stay, and a rollback brings it back; one that is built in is as it was at first. */
  @Delete(':id')
  @Scopes('admin')
  @HttpCode(HttpStatus.NO_CONTENT)
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.agents.remove(caller, id);
  }
}
