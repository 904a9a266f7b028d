import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** How simulated sessions by voice behave when nothing is broken. */
export class RealtimeSwitchesDto {
  /**
   * `live`: speech is recognised and the travel dialogue answers. `prepared`: every turn is answered at once with the same words,
   * already made into sound, so that neither recognition nor synthesis is in a measurement.
   */
  @IsIn(['live', 'prepared'])
  @IsOptional()
  @ApiPropertyOptional()
  speech: 'live' | 'prepared' = 'live';

  /** The silence that ends a turn under `semantic_vad` with eagerness `auto`; `high` waits two thirds of it, `low` twice as long. */
  @IsInt()
  @Min(100)
  @Max(8_000)
  @IsOptional()
  @ApiPropertyOptional()
  semanticSilenceMs: number = 300;

  /** The same after words that are no sentence of the grammar, yet: a person who pauses, or a line that does, may go on. */
  @IsInt()
  @Min(100)
  @Max(8_000)
  @IsOptional()
  @ApiPropertyOptional()
  unfinishedSilenceMs: number = 1_000;

  /** How many times faster than it is spoken an answer is sent. */
  @IsNumber()
  @Min(1)
  @Max(1_000)
  @IsOptional()
  @ApiPropertyOptional()
  speedUp: number = 4;

  /** How long a session may last. OpenAI ends them after an hour. */
  @IsInt()
  @Min(1)
  @Max(3_600)
  @IsOptional()
  @ApiPropertyOptional()
  sessionMaxS: number = 3_600;
}

export class TurnQueryDto {
  @IsString()
  @MaxLength(128)
  @IsOptional()
  sessionId?: string;

  /** The newest so many. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_000)
  @IsOptional()
  @ApiPropertyOptional()
  limit: number = 200;
}

/** A spoken turn. Times are epoch milliseconds on the clock of this machine, null for what did not happen (yet). */
export class TurnDto {
  sessionId!: string;
  itemId!: string;
  /** The configured silence that ends a turn; 0 when the client commits. */
  silenceMs!: number;
  /** When the first sound of the turn arrived, padding included. */
  speechStartedAt!: number;
  /** When the last sound of the speech arrived, by the clock of the samples. */
  speechStoppedAt!: number | null;
  committedAt!: number | null;
  /** When the words were understood. Recognition may begin before the commit. */
  heardAt!: number | null;
  /** The first sound or tool call of the answer. */
  firstOutputAt!: number | null;
  /** The first sound of the answer, after its tool calls. */
  firstDeltaAt!: number | null;
  doneAt!: number | null;
  toolCalls!: number;
  /** How the last response to it ended. @example completed */
  outcome!: string | null;
}
