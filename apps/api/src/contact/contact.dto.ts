import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import type { ContactPart } from '#store';
import { ConversationPageDto } from '../conversation/conversation.dto.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import { IsPreferences } from './is-preferences.js';

const PARTS = ['name', 'email', 'phone', 'company', 'language', 'preferences'] as const;

export class ContactSourceDto {
  /** Whether the person said it, a tool was told, or a language model read it out of what was said. */
  @ApiProperty({ enum: ['message', 'tool', 'model'] })
  by!: 'message' | 'tool' | 'model';
  /** Of the message, or of the tool's call. */
  eventId!: string;
  sessionId!: string;
  @ApiProperty({ format: 'date-time' })
  at!: string;
}

@ApiExtraModels(ContactSourceDto)
export class ContactDto {
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790439 */
  id!: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'Asha Rao' })
  name!: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: 'asha@example.com' })
  email!: string | null;
  /** E.164. */
  @ApiProperty({ type: 'string', nullable: true, example: '+919876543210' })
  phone!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  company!: string | null;
  /** BCP 47. */
  @ApiProperty({ type: 'string', nullable: true, example: 'en-IN' })
  language!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { seat: 'window' } })
  preferences!: Record<string, string>;
  /** Which messages each part comes from. */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { $ref: '#/components/schemas/ContactSourceDto' } },
  })
  sources!: Partial<Record<ContactPart, ContactSourceDto[]>>;
  /** What a person has set: nothing that is said changes it. */
  @ApiProperty({ enum: PARTS, isArray: true })
  corrected!: ContactPart[];
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

export class ContactPageDto {
  items!: ContactDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}

export class ContactWithTalksDto extends ContactDto {
  /** Newest first; `limit` and `cursor` are theirs. */
  conversations!: ConversationPageDto;
}

export class ContactQueryDto extends PageQueryDto {
  /** Words of name, company, address or number. @example asha */
  @IsOptional()
  @IsString()
  @Matches(/\S/, { message: 'q must not be empty' })
  @Length(1, 256)
  q?: string;

  /** The whole address. @example asha@example.com */
  @IsOptional()
  @IsString()
  @Length(1, 254)
  email?: string;

  /** The whole number, with its country where PHONE_COUNTRY does not say it. @example +919876543210 */
  @IsOptional()
  @IsString()
  @Length(1, 50)
  phone?: string;
}

/** What is left out stays as it is; an empty text takes it away, and nothing that is said brings it back. */
export class CorrectContactDto {
  /** @example Asha Rao */
  @IsOptional()
  @IsString()
  @Length(0, 200)
  name?: string;

  /** @example asha@example.com */
  @IsOptional()
  @IsString()
  @Length(0, 254)
  email?: string;

  /** With its country where PHONE_COUNTRY does not say it. @example +919876543210 */
  @IsOptional()
  @IsString()
  @Length(0, 50)
  phone?: string;

  @IsOptional()
  @IsString()
  @Length(0, 200)
  company?: string;

  /** BCP 47. @example en-IN */
  @IsOptional()
  @IsString()
  @Length(0, 35)
  language?: string;

  /** All of them: those that are left out are gone. */
  @IsOptional()
  @IsPreferences()
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { seat: 'window' } })
  preferences?: Record<string, string>;
}

export class MergeContactDto {
  /** Id of the contact that stays. */
  @IsString()
  @Length(1, 256)
  into!: string;
}
