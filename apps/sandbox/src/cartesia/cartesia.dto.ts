import { IsInt, IsObject, IsOptional, Max, Min } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class CreateAccessTokenDto {
  /** Which of `tts`, `stt` and `agent` it opens. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'boolean' } })
  @IsObject()
  @IsOptional()
  grants?: Record<string, boolean>;

  @IsInt()
  @Min(1)
  @Max(3_600)
  @IsOptional()
  @ApiPropertyOptional()
  expires_in: number = 3_600;
}

export class AccessTokenDto {
  /** Begins `cartesia_sandbox_`. */
  token!: string;
}

export class CartesiaVoiceDto {
  id!: string;
  name!: string;
  description!: string;
  language!: string;
  gender!: string;
  is_owner!: boolean;
  created_at!: string;
}

export class CartesiaVoiceListDto {
  data!: CartesiaVoiceDto[];
  has_more!: boolean;
}
