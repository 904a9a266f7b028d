import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import type { SessionDoor } from '#conversation';
import { PageQueryDto } from '../http/page-query.dto.js';
import { EXPORT_FORMATS } from './transcript-formats.js';
import type { ExportFormat } from './transcript-formats.js';

export class ConversationDto {
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790439 */
  id!: string;
  /** How the person first reached us. */
  @ApiProperty({ enum: ['room', 'ws', 'phone', 'sms'] })
  channel!: SessionDoor;
  @ApiProperty({ type: 'string', nullable: true })
  contactId!: string | null;
  /** The client's own name for the person. */
  @ApiProperty({ type: 'string', nullable: true })
  userId!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata!: Record<string, unknown>;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  lastMessageAt!: string | null;
}

export class MessageLatencyDto {
  /** End of the person's speech → the turn was taken as finished. */
  @ApiProperty({ type: 'number', nullable: true })
  endpointMs!: number | null;
  /** Turn finished → first audio or text of the model. */
  @ApiProperty({ type: 'number', nullable: true })
  firstTokenMs!: number | null;
  /** First audio of the model → handed to the room. */
  @ApiProperty({ type: 'number', nullable: true })
  firstAudioMs!: number | null;
  /** End of speech → first audio handed to the room. */
  @ApiProperty({ type: 'number', nullable: true })
  totalMs!: number | null;
  /** End of speech → the words were settled. Work of a pipeline's own, part of the wait only where it is longer than `endpointMs`. */
  @ApiProperty({ type: 'number', nullable: true })
  transcriptMs!: number | null;
  /** First text of the model → first sound of the voice. Work of a pipeline's own, which may be done before the turn is finished. */
  @ApiProperty({ type: 'number', nullable: true })
  voiceMs!: number | null;
}

export class MessageDto {
  id!: string;
  conversationId!: string;
  sessionId!: string;
  /** Its place in the session. */
  @ApiProperty({ type: 'integer' })
  seq!: number;
  @ApiProperty({ enum: ['user', 'agent'] })
  role!: 'user' | 'agent';
  /** @example Where would you like to travel? */
  text!: string;
  /** What the person heard of it when it was cut short; null when all of it. */
  @ApiProperty({ type: 'string', nullable: true })
  heardText!: string | null;
  interrupted!: boolean;
  @ApiProperty({ type: 'string', nullable: true, example: 'en' })
  language!: string | null;
  /** From -1 to 1; null while nobody judged it. */
  @ApiProperty({ type: 'number', nullable: true })
  sentiment!: number | null;
  @ApiProperty({ type: MessageLatencyDto, nullable: true })
  latency!: MessageLatencyDto | null;
  /** US dollars that were used since the answer before; null of what people say, and while a price is not known. */
  @ApiProperty({ type: 'number', nullable: true, example: 0.0042 })
  cost!: number | null;
  /** Identity of the person who said it; null for the agent. */
  @ApiProperty({ type: 'string', nullable: true })
  participant!: string | null;
  @ApiProperty({ enum: ['speech', 'text', 'recording'] })
  source!: 'speech' | 'text' | 'recording';
  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class MessagePageDto {
  items!: MessageDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}

export class ConversationPageDto {
  items!: ConversationDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}

export class SearchQueryDto extends PageQueryDto {
  /** Words that a message has all of, the last one also as a beginning; accents and case do not count. @example package to bali */
  @IsString()
  @Matches(/\S/, { message: 'q must not be empty' })
  @Length(1, 512)
  q!: string;
}

export class ExportQueryDto {
  @IsIn(EXPORT_FORMATS)
  @ApiProperty({ enum: EXPORT_FORMATS, required: false, default: 'json' })
  format: ExportFormat = 'json';
}

export class ErasedDto {
  @ApiProperty({ type: 'integer' })
  conversations!: number;
  @ApiProperty({ type: 'integer' })
  sessions!: number;
  @ApiProperty({ type: 'integer' })
  messages!: number;
  @ApiProperty({ type: 'integer' })
  events!: number;
}
