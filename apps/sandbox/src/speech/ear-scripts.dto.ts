import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const LONGEST_MS = 3_600_000;

export class ScriptWordDto {
  /** As it stands in the final, without its mark. @example Bali */
  @IsString()
  @Length(1, 100)
  word!: string;

  /** When it begins, counted from the first voiced sample of the script's speech. The end of the word before by default. */
  @IsInt()
  @Min(0)
  @Max(LONGEST_MS)
  @IsOptional()
  startMs?: number;

  /** When it ends; words are in the order of their ends. */
  @IsInt()
  @Min(0)
  @Max(LONGEST_MS)
  endMs!: number;

  /** Stands behind the word where the stream asks for punctuation. */
  @IsIn(['.', '?', '!', ','])
  @IsOptional()
  mark?: string;

  /** A pause follows: the words up to here become a final. The last word always ends a clause. */
  @IsBoolean()
  @IsOptional()
  @ApiPropertyOptional()
  clauseEnd: boolean = false;

  /** What interims take it for. */
  @IsString()
  @Length(1, 100)
  @IsOptional()
  interim?: string;
}

/** What a stream understands of one utterance, whatever its sound. */
export class EarScriptDto {
  /** @example greeting-1 */
  @Matches(/^[\w.:-]{1,128}$/)
  id!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2_000)
  @ValidateNested({ each: true })
  @Type(() => ScriptWordDto)
  words!: ScriptWordDto[];

  /** How long after the last word of a clause its final comes. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  @IsOptional()
  @ApiPropertyOptional()
  finalAfterMs: number = 100;

  /** How often interims may come; they come when there is a new word. */
  @IsInt()
  @Min(10)
  @Max(10_000)
  @IsOptional()
  @ApiPropertyOptional()
  interimEveryMs: number = 100;

  /** How old the end of a word is before an interim has it. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  @IsOptional()
  @ApiPropertyOptional()
  interimBehindMs: number = 100;
}

export class NextScriptsDto {
  /** Played by one stream, one utterance after another. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsString({ each: true })
  ids!: string[];
}

export class ScriptListDto {
  /** Ids of the scripts that are known. */
  scripts!: string[];
  /** What the next streams that name no script will play, in their order. */
  next!: string[][];
}
