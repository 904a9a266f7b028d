import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';

/** How fast a simulated voice is when nothing is broken. */
export class VoiceSwitchesDto {
  /** From a text to the first byte of its sound; later where the synthesis takes longer. */
  @IsInt()
  @Min(0)
  @Max(60_000)
  @IsOptional()
  @ApiPropertyOptional()
  firstByteMs: number = 100;

  /** How many times faster than it is spoken the sound is sent. */
  @IsNumber()
  @Min(1)
  @Max(1_000)
  @IsOptional()
  @ApiPropertyOptional()
  speedUp: number = 4;
}
