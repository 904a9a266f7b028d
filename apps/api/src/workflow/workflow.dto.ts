import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { TRIGGERS } from '#conversation';
import type { Trigger } from '#conversation';
import { ConditionDto } from './condition.dto.js';
import { IsSigningSecret } from './signing-secret.js';

const ACTIONS = ['webhook'] as const;

export class ActionDto {
  @IsIn(ACTIONS)
  @ApiProperty({ enum: ACTIONS })
  type!: 'webhook';

  /** What is called: https, at an address that everybody can reach. @example https://hooks.example.com/parley */
  @IsString()
  @Length(1, 2_048)
  url!: string;
}

export class CreateActionDto extends ActionDto {
  /** What is signed with: `whsec_` and the base64 of 24 to 64 bytes. One is made when it is left out. */
  @IsOptional()
  @IsSigningSecret()
  secret?: string;
}

class WorkflowSpecDto {
  /** @example Unhappy callers to the desk */
  @IsString()
  @Matches(/\S/, { message: 'name must not be empty' })
  @Length(1, 256)
  name!: string;

  /** Left out, it is. */
  @IsOptional()
  @IsBoolean()
  @ApiProperty({ default: true })
  enabled?: boolean;

  /** What sets it off. */
  @IsIn(TRIGGERS)
  @ApiProperty({ enum: TRIGGERS, example: 'keyword' })
  trigger!: Trigger;

  /** When that counts. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ConditionDto)
  condition?: ConditionDto;
}

export class CreateWorkflowDto extends WorkflowSpecDto {
  @IsObject()
  @ValidateNested()
  @Type(() => CreateActionDto)
  action!: CreateActionDto;
}

/** The whole of it but for its secret: `POST /api/workflows/{id}/rotate` changes that. */
export class ReplaceWorkflowDto extends WorkflowSpecDto {
  @IsObject()
  @ValidateNested()
  @Type(() => ActionDto)
  action!: ActionDto;
}

export class RotateSecretDto {
  /** The new one; one is made when it is left out. */
  @IsOptional()
  @IsSigningSecret()
  secret?: string;
}

export class WorkflowDto {
  id!: string;
  name!: string;
  enabled!: boolean;
  /** `gone`: its receiver answered 410, and it was switched off. */
  @ApiProperty({ type: 'string', nullable: true })
  disabledBecause!: string | null;
  @ApiProperty({ enum: TRIGGERS })
  trigger!: Trigger;
  condition!: ConditionDto;
  action!: ActionDto;
  createdAt!: string;
  updatedAt!: string;
}

export class CreatedWorkflowDto extends WorkflowDto {
  /** What deliveries are signed with. It is shown here and never again. */
  secret!: string;
}

export class RotatedSecretDto {
  /** What deliveries are signed with from now on. It is shown here and never again. */
  secret!: string;
  /** Until then they are signed with the one before, too. */
  formerUntil!: string;
}

export class WorkflowPageDto {
  items!: WorkflowDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}
