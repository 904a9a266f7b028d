import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class EventsQueryDto {
  /** How many events at most. */
  @ApiProperty({ type: 'integer' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** `nextCursor` of the page before: the place of its last event. */
  @ApiProperty({ type: 'integer', required: false })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  cursor?: number;
}

/** Something that happened in a session. */
export class SessionEventDto {
  id!: string;

  /** Its place in the session: 1, 2, 3 … without gaps. */
  @ApiProperty({ type: 'integer', example: 7 })
  seq!: number;

  /** What kind it is. Kinds are added, so pass over those you do not know. */
  @ApiProperty({ example: 'message.added' })
  type!: string;

  /** Version of the payload's shape. */
  @ApiProperty({ type: 'integer', example: 1 })
  v!: number;

  /** When it happened, in UTC. */
  at!: string;

  /** What belongs to this kind of event. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload!: Record<string, unknown>;
}

export class SessionEventPageDto {
  items!: SessionEventDto[];

  /** For the next page; null on the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}
