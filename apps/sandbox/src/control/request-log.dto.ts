import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class RequestLogQueryDto {
  /** @example openai */
  @IsString()
  @MaxLength(64)
  @IsOptional()
  vendor?: string;

  /** `WS` for a socket. */
  @IsString()
  @MaxLength(16)
  @IsOptional()
  method?: string;

  /** A part of the path. */
  @IsString()
  @MaxLength(256)
  @IsOptional()
  path?: string;

  @Type(() => Number)
  @IsInt()
  @IsOptional()
  status?: number;

  /** Only requests with a greater id. */
  @Type(() => Number)
  @IsInt()
  @IsOptional()
  after?: number;

  /** The newest so many. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  @IsOptional()
  @ApiPropertyOptional()
  limit: number = 100;
}

/** How many events of each type a socket carried. */
export class SocketEventsDto {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  received!: Record<string, number>;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  sent!: Record<string, number>;
}

export class LoggedRequestDto {
  /** Grows with every request. */
  id!: number;
  /** ISO 8601, UTC. */
  at!: string;
  vendor!: string;
  /** `WS` for a socket. */
  method!: string;
  path!: string;
  /** Values of credentials are masked. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  query!: Record<string, string>;
  /** Null while no answer was given; 101 for a socket that opened. */
  status!: number | null;
  /** Until the end of the answer, or of the socket's life; null before. */
  durationMs!: number | null;
  /** Names and kinds of the body's fields, never their values. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  body!: Record<string, string> | null;
  /** Of a socket. */
  events!: SocketEventsDto | null;
}

export class RequestLogDto {
  /** Oldest first. */
  items!: LoggedRequestDto[];
  /** How many match, also beyond `limit`. */
  total!: number;
}
