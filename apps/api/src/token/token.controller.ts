import { Body, Controller, Get, Header, Post, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { CreateRoomTokenDto, JoinTokenDto, RoomTokenDto, TokenQueryDto } from './room-token.dto.js';
import { RoomTokenService } from './room-token.service.js';
import { TokenDto } from './token.dto.js';
import { TokenService } from './token.service.js';

@ApiTags('Token')
@Controller('token')
@Scopes('session')
export class TokenController {
  constructor(
    private readonly secrets: TokenService,
    private readonly rooms: RoomTokenService,
  ) {}

  /**
   * A secret for OpenAI Realtime, or a token for a room.
   *
   * @remarks Without a query: a short-lived secret for a device that talks with OpenAI over WebRTC itself. The same one for all callers until
   * a minute before it expires. `x-parley-simulated: openai` says that the sandbox made it. With `room` and `identity`: a LiveKit
   * token for that room.
   */
  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiExtraModels(TokenDto, JoinTokenDto)
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(TokenDto) }, { $ref: getSchemaPath(JoinTokenDto) }] },
  })
  async read(
    @CurrentCaller() caller: Caller,
    @Query() { room, identity, name }: TokenQueryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokenDto | JoinTokenDto> {
    if (room !== undefined && identity !== undefined)
      return this.rooms.join(caller, { room, identity }, name);
    const { simulated, value, expires_at, session } = await this.secrets.clientSecret();
    if (simulated) response.setHeader('X-Parley-Simulated', 'openai');
    return { value, expires_at, client_secret: { value, expires_at }, session };
  }

  /**
   * A token for a room.
   *
   * @remarks LiveKit's standard endpoint: give its address to `TokenSource.endpoint` of any LiveKit client. Name Parley's agent in
   * `room_config.agents` and it comes to the room; otherwise nobody does.
   */
  @Post()
  @ReadsBody()
  @Header('Cache-Control', 'no-store')
  create(@CurrentCaller() caller: Caller, @Body() request: CreateRoomTokenDto): Promise<RoomTokenDto> {
    return this.rooms.create(caller, request);
  }
}
