import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class RecordingQueryDto {
  /** Of this session of the conversation. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  sessionId?: string;
}

export class ErasedRecordingsDto {
  /** How many recordings there were. */
  @ApiProperty({ type: 'integer' })
  recordings!: number;
}
