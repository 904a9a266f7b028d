import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';

/** When a turn is over, and whether the person may cut the agent short. */
export class TurnTakingDto {
  /** Shorter sounds are no speech, in milliseconds. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(5_000)
  @ApiProperty({ type: 'integer', example: 100 })
  minSpeechMs?: number;

  /** So much silence ends a turn at the earliest, in milliseconds. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  @ApiProperty({ type: 'integer', example: 300 })
  minSilenceMs?: number;

  /** What is kept from before speech was noticed, in milliseconds. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_000)
  @ApiProperty({ type: 'integer', example: 100 })
  paddingMs?: number;

  /** Whether the person may cut the agent short. */
  @IsOptional()
  @IsBoolean()
  interruptions?: boolean;
}
