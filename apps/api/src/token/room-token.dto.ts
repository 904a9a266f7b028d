import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length, MaxLength, ValidateIf } from 'class-validator';
import { IgnoresUnknownFields } from '#problem';
import { IsAttributes } from './is-attributes.js';

/** LiveKit's standard request for a token; its clients send it as it is. All fields are optional. */
export class CreateRoomTokenDto {
  /** Room to join; a new one when not given. @example showroom */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  room_name?: string;

  /** Who joins: one participant an identity and room. A new one when not given. @example user-42 */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  participant_identity?: string;

  /** Name that others see. @example Robin */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  participant_name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(16_000)
  participant_metadata?: string;

  @IsOptional()
  @IsAttributes()
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  participant_attributes?: Record<string, string>;

  /**
   * How the room is made. Our own agent among `agents` gets a session; its `metadata` may name one of our agents:
   * `{"agentId": "tara"}`. Everything else is LiveKit's and passed on to it.
   */
  @IsOptional()
  @IsObject()
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { agents: [{ agent_name: 'custom-agent' }] },
  })
  room_config?: Record<string, unknown>;
}

export class RoomTokenDto {
  /** Where LiveKit is, ws(s). @example wss://rooms.example.com */
  server_url!: string;
  /** For this room and this participant. */
  participant_token!: string;
  room_name!: string;
  participant_identity!: string;
  /** The session of the agent that was asked for. */
  session_id?: string;
}

@IgnoresUnknownFields()
export class TokenQueryDto {
  /** Room to join. Without `room` and `identity` the answer is a secret for OpenAI Realtime. */
  @ValidateIf(isForRoom)
  @IsString()
  @Length(1, 256)
  room?: string;

  /** Who joins. */
  @ValidateIf(isForRoom)
  @IsString()
  @Length(1, 256)
  identity?: string;

  /** Name that others see. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  name?: string;
}

export class JoinTokenDto {
  /** LiveKit token for this room and this participant. */
  token!: string;
}

function isForRoom({ room, identity }: TokenQueryDto): boolean {
  return room !== undefined || identity !== undefined;
}
