import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** How fast a simulated voice answers. */
export class SpeechSwitchesDto {
  /** How long a request for speech takes until its first sound, at least. */
  @IsInt()
  @Min(0)
  @Max(60_000)
  @IsOptional()
  @ApiPropertyOptional()
  firstByteMs: number = 0;
}
