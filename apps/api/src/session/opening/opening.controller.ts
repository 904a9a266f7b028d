import { Body, Controller, Headers, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentCaller } from '../../access/caller.js';
import type { Caller } from '../../access/caller.js';
import { Scopes } from '../../access/scopes.decorator.js';
import { ReadsBody } from '../../idempotency/reads-body.decorator.js';
import { OpenRoomSessionDto, OpenSessionDto } from './open-session.dto.js';
import { OpenedRoomSessionDto, OpenedSessionDto } from './opened-session.dto.js';
import { OpeningService } from './opening.service.js';
import { SessionRequestPipe } from './session-request.pipe.js';

@ApiTags('Sessions')
@Controller('session')
@Scopes('session')
export class OpeningController {
  constructor(private readonly opening: OpeningService) {}

  /**
   * Begin a session: a room, an agent in it, and a token for the person.
   *
   * @remarks Answers before the agent is there. With `userIdentity` the answer has a token for LiveKit; with `room` and `identity` the person
   * has one already, from `GET /token`; who is logged in at Django (cookie `sessionid`) hears their own voice, language and agent. A room with a session answers with that one, `existing: true`, and a fresh token.
   */
  @Post()
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  @ApiExtraModels(OpenSessionDto, OpenRoomSessionDto, OpenedSessionDto, OpenedRoomSessionDto)
  @ApiBody({
    schema: { oneOf: [{ $ref: getSchemaPath(OpenSessionDto) }, { $ref: getSchemaPath(OpenRoomSessionDto) }] },
  })
  @ApiOkResponse({
    schema: {
      oneOf: [{ $ref: getSchemaPath(OpenedSessionDto) }, { $ref: getSchemaPath(OpenedRoomSessionDto) }],
    },
  })
  open(
    @CurrentCaller() caller: Caller,
    @Body(SessionRequestPipe) request: OpenSessionDto | OpenRoomSessionDto,
    @Headers('cookie') cookies?: string,
  ): Promise<OpenedSessionDto | OpenedRoomSessionDto> {
    return request instanceof OpenRoomSessionDto
      ? this.opening.openRoom(caller, request, cookies)
      : this.opening.open(caller, request);
  }
}
