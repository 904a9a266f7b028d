import { ApiProperty } from '@nestjs/swagger';
import { Equals, IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';

const IF_REFUSED = ['go_on', 'end'] as const;

/** Whether the talk is recorded. Nothing is before the person was told. */
export class RecordingTermsDto {
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** What they are told before anything else is said. @example This call is recorded. Please tell me if you do not want that. */
  @IsOptional()
  @IsString()
  @Matches(/\S/, { message: 'notice must not be empty' })
  @Length(1, 1_024)
  notice?: string;

  /** What becomes of the talk when they do not want that: it goes on without a recording, or it ends. */
  @IsOptional()
  @IsIn(IF_REFUSED)
  @ApiProperty({ enum: IF_REFUSED })
  ifRefused?: (typeof IF_REFUSED)[number];
}

/** The person does not want to be recorded: what was recorded is erased. */
export class StopRecordingDto {
  @Equals(false)
  @ApiProperty({ enum: [false] })
  enabled!: false;
}
