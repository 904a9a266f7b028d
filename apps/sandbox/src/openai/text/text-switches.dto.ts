import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** How fast a simulated language model writes. */
export class TextSwitchesDto {
  /** How long it thinks before its first token. */
  @IsInt()
  @Min(0)
  @Max(60_000)
  @IsOptional()
  @ApiPropertyOptional()
  firstTokenMs: number = 0;

  /** How long each further token takes. A token is a word with the space before it, or a few letters of a tool's arguments. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  @IsOptional()
  @ApiPropertyOptional()
  tokenEveryMs: number = 0;
}
