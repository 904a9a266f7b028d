import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { EventsQueryDto, SessionEventPageDto } from './session-event.dto.js';
import { EndSessionDto, SessionDto, SessionPageDto, StoppedDto } from './session.dto.js';
import { SessionService } from './session.service.js';

@ApiTags('Sessions')
@Controller('session')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  /** All sessions, newest first. */
  @Get()
  @Scopes('read')
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto): Promise<SessionPageDto> {
    return this.sessions.list(caller, page);
  }

  /** One session: how it stands, who was there, what it used up. */
  @Get(':id')
  @Scopes('session', 'read')
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<SessionDto> {
    return this.sessions.read(caller, id);
  }

  /** What happened in a session, in order: turns, tools, speech, people. Goes on where `nextCursor` of the page before stood. */
  @Get(':id/events')
  @Scopes('session', 'read')
  events(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: EventsQueryDto,
  ): Promise<SessionEventPageDto> {
    return this.sessions.events(caller, id, query);
  }

  /**
   * End a session.
   *
   * @remarks Closes its room. A session that is over already is a 404.
   */
  @Delete(':id')
  @Scopes('session', 'operate')
  stop(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<StoppedDto> {
    return this.sessions.stop(caller, id);
  }

  /**
   * End the session of a room.
   *
   * @remarks Closes the room. Where there is none, or it is over already, that is a 404.
   */
  @Post('end')
  @ReadsBody()
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scopes('session', 'operate')
  stopRoom(@CurrentCaller() caller: Caller, @Body() { roomName }: EndSessionDto): Promise<void> {
    return this.sessions.stopRoom(caller, roomName);
  }
}
