import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';

/** What people are going to say, for a language model that is to know where their sentences end. */
export class SentenceSenseDto {
  /** Whole sentences; whatever is none of them has not ended. @example ["How was your weekend?"] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5_000)
  @IsString({ each: true })
  @Length(1, 1_000, { each: true })
  sentences!: string[];

  /** How often the model is right about it: 0.9 is nine of ten times. */
  @IsNumber()
  @Min(0)
  @Max(1)
  @IsOptional()
  @ApiPropertyOptional()
  accuracy: number = 1;

  /** Of the draws in which it is wrong. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  @IsOptional()
  @ApiPropertyOptional()
  seed: number = 1;
}
