import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** Requests that fail on purpose. */
export class FailurePlanDto {
  /** How many. */
  @IsInt()
  @Min(1)
  @Max(100_000)
  next!: number;

  /** With which HTTP status. @example 503 */
  @IsInt()
  @Min(400)
  @Max(599)
  status!: number;

  /**
   * `request`: the HTTP request, or the opening of a socket, is answered with the status.
   * `response`: a response on an open socket fails with the error that goes with the status; so does an answer that a model is asked
   * for over HTTP, after its status 200 when it is streamed.
   */
  @IsIn(['request', 'response'])
  @IsOptional()
  @ApiPropertyOptional()
  at: 'request' | 'response' = 'request';

  /** What `Retry-After` says of refused requests and sockets, in seconds. */
  @IsInt()
  @Min(0)
  @Max(3_600)
  @IsOptional()
  retryAfterS?: number;
}

/** Connections that end before their time. */
class EndPlanDto {
  /** How many of the connections opened from now on. */
  @IsInt()
  @Min(1)
  @Max(100_000)
  @IsOptional()
  @ApiPropertyOptional()
  next: number = 1;
}

/** Sockets that are closed in good order. */
export class ClosePlanDto extends EndPlanDto {
  /** The close code. @example 1000 */
  @IsInt()
  @Min(1_000)
  @Max(4_999)
  @IsOptional()
  @ApiPropertyOptional()
  code: number = 1_000;

  /** Milliseconds after the socket opened. */
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  @IsOptional()
  @ApiPropertyOptional()
  afterMs: number = 0;
}

/** Answers with something in them that cannot be read. */
export class GarbagePlanDto {
  /** How many answers: over HTTP a body, or an event of a streamed one; on a socket a frame. */
  @IsInt()
  @Min(1)
  @Max(100_000)
  @IsOptional()
  @ApiPropertyOptional()
  next: number = 1;
}

/** Connections that are cut without a goodbye. */
export class DropPlanDto extends EndPlanDto {
  /** Milliseconds after the connection opened (a socket) or the request came (HTTP). */
  @IsInt()
  @Min(0)
  @Max(3_600_000)
  @IsOptional()
  afterMs?: number;

  /** After so many pieces of an answer: deltas of a socket, events of a streamed HTTP answer. Other requests are left alone then. */
  @IsInt()
  @Min(0)
  @Max(100_000)
  @IsOptional()
  afterDeltas?: number;
}

/** What goes wrong at a vendor. What is left out is in order. */
export class FaultPlanDto {
  /**
   * Only connections whose header `x-parley-session` or whose query `session` contains this are concerned; all others are well. It
   * does not limit `refuseCredentials`.
   */
  @IsString()
  @Length(1, 200)
  @IsOptional()
  onlyFor?: string;

  /** Wait before the first byte of every answer: an HTTP answer, or the first piece of a response on a socket. */
  @IsInt()
  @Min(0)
  @Max(600_000)
  @IsOptional()
  @ApiPropertyOptional()
  latencyMs: number = 0;

  /** The next requests or responses fail. */
  @ValidateNested()
  @Type(() => FailurePlanDto)
  @IsOptional()
  fail?: FailurePlanDto;

  /**
   * `connect`: taken and never answered, also the opening of a socket. `open`: a socket opens and stays silent.
   * `stream`: an answer begins and its rest never comes.
   */
  @IsIn(['connect', 'open', 'stream'])
  @IsOptional()
  stall?: 'connect' | 'open' | 'stream';

  /** How many stall; all of them when it is left out. */
  @IsInt()
  @Min(1)
  @Max(100_000)
  @IsOptional()
  stallNext?: number;

  /** The next connections are cut. */
  @ValidateNested()
  @Type(() => DropPlanDto)
  @IsOptional()
  drop?: DropPlanDto;

  /** The next sockets are closed. */
  @ValidateNested()
  @Type(() => ClosePlanDto)
  @IsOptional()
  close?: ClosePlanDto;

  /** The next answers have a broken piece. */
  @ValidateNested()
  @Type(() => GarbagePlanDto)
  @IsOptional()
  garbage?: GarbagePlanDto;

  /** All looks well (status 200, a response that begins) and nothing useful ever comes. */
  @IsBoolean()
  @IsOptional()
  @ApiPropertyOptional()
  brownOut: boolean = false;

  /** Every credential is refused, new ones too, until this is switched off. */
  @IsBoolean()
  @IsOptional()
  @ApiPropertyOptional()
  refuseCredentials: boolean = false;
}
