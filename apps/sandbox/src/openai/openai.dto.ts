import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';

export class ExpiresAfterDto {
  @IsIn(['created_at'])
  @IsOptional()
  @ApiPropertyOptional()
  anchor: string = 'created_at';

  @IsInt()
  @Min(10)
  @Max(7200)
  @IsOptional()
  @ApiPropertyOptional()
  seconds: number = 600;
}

export class CreateClientSecretDto {
  @ValidateNested()
  @Type(() => ExpiresAfterDto)
  @IsOptional()
  expires_after?: ExpiresAfterDto;

  /** A realtime session, as in `session.update`. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  @IsObject()
  @IsOptional()
  session?: Record<string, unknown>;
}

export class ClientSecretDto {
  /** Begins `ek_sandbox_`. */
  value!: string;
  /** Unix seconds. */
  expires_at!: number;
  /** The effective session. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  session!: object;
}

export class ModelDto {
  id!: string;
  object!: string;
  created!: number;
  owned_by!: string;
  /** Unix seconds, when the end is announced. */
  shutdown_date?: number;
}

export class ModelListDto {
  object!: string;
  data!: ModelDto[];
}
