import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { IgnoresUnknownFields } from '#problem';

/** Seed S3's request. */
@IgnoresUnknownFields()
export class DispatchAgentDto {
  /** The conversation that the talk belongs to. @example conv-123 */
  @IsString()
  @Length(1, 256)
  conversationId!: string;

  /** @example default */
  @IsString()
  @Length(1, 256)
  agentId!: string;

  /** The client's own name for the person. @example user-456 */
  @IsString()
  @Length(1, 256)
  userId!: string;

  /** To be made if it is not there. @example conversation:conv-123 */
  @IsString()
  @Length(1, 256)
  roomName!: string;

  /** The person's own token for the room; not used. @example eyJhbGciOi… */
  @IsString()
  token!: string;
}

export class DispatchedAgentDto {
  @ApiProperty({ example: true })
  success!: boolean;
  /** @example The agent is on its way. */
  message!: string;
  /** @example agent-default-conv-123 */
  agentJobId!: string;
  sessionId!: string;
  /** There is no such agent, and `default` comes in its place. */
  @ApiProperty({ example: true })
  agentFallback?: boolean;
}
