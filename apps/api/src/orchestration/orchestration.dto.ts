import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { IgnoresUnknownFields } from '#problem';

export class StartedTalkDto {
  @ApiProperty({ example: true })
  success!: boolean;
  /** Where LiveKit is, ws(s). @example wss://rooms.example.com */
  url!: string;
  /** @example orchestrated-1795252800000-k3f9xz */
  roomName!: string;
  /** LiveKit token for this room and one person. */
  userToken!: string;
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790438 */
  sessionId!: string;
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790439 */
  conversationId!: string;
}

@IgnoresUnknownFields()
export class StopTalkDto {
  /** The room from the answer of start. @example orchestrated-1795252800000-k3f9xz */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  roomName?: string;
}

export class StoppedTalkDto {
  @ApiProperty({ example: true })
  success!: boolean;
  /** @example The session has been stopped. */
  message!: string;
}

export class TalkStatusDto {
  @ApiProperty({ example: true })
  success!: boolean;
  /** Whether a talk can be started. */
  available!: boolean;
  livekitConfigured!: boolean;
  @ApiProperty({ type: 'string', nullable: true })
  defaultAvatarId!: string | null;
}
