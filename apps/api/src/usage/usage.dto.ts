import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { USAGE_GROUPS } from '#store';
import type { UsageGroup } from '#store';
import { IsMoment } from '../http/is-moment.js';
import { PageQueryDto } from '../http/page-query.dto.js';

export class UsageQueryDto extends PageQueryDto {
  /** What it is added up by. */
  @IsOptional()
  @IsIn(USAGE_GROUPS)
  @ApiProperty({ enum: USAGE_GROUPS, required: false, default: 'day' })
  by: UsageGroup = 'day';

  /** From this moment on; thirty days ago when not given. @example 2026-11-01T00:00:00Z */
  @IsOptional()
  @IsMoment()
  from?: string;

  /** Before this one; now when not given. @example 2026-12-01T00:00:00Z */
  @IsOptional()
  @IsMoment()
  to?: string;
}

export class UsageDto {
  /** Id of a session or an agent, or a day in UTC. @example 2026-11-21 */
  key!: string;
  /** That began in this time and had an agent. */
  @ApiProperty({ type: 'integer' })
  sessions!: number;
  /** For which an agent was there. */
  minutes!: number;
  @ApiProperty({ type: 'integer' })
  inputTokens!: number;
  @ApiProperty({ type: 'integer' })
  outputTokens!: number;
  /** Part of the input tokens. */
  @ApiProperty({ type: 'integer' })
  cachedTokens!: number;
  @ApiProperty({ type: 'integer' })
  inputAudioTokens!: number;
  @ApiProperty({ type: 'integer' })
  outputAudioTokens!: number;
  /** That were spoken. */
  @ApiProperty({ type: 'integer' })
  characters!: number;
  /** Of sound that recognisers heard. */
  audioSeconds!: number;
  /** That vendors took over their answers. */
  seconds!: number;
  /** US dollars; null while the price of any part of it is not known. */
  @ApiProperty({ type: 'number', nullable: true })
  cost!: number | null;
}

export class UsagePageDto {
  items!: UsageDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}
