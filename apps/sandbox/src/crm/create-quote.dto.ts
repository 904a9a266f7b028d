import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsEmail,
  IsInt,
  IsISO4217CurrencyCode,
  IsISO8601,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export class QuoteItemDto {
  @IsString()
  @Length(1, 500)
  description!: string;

  @IsInt()
  @Min(1)
  quantity!: number;

  @IsNumber()
  @Min(0)
  unitPrice!: number;

  /** Quantity times unit price when left out. */
  @IsNumber()
  @Min(0)
  @IsOptional()
  total?: number;
}

export class CreateQuoteDto {
  @IsString()
  @Length(1, 200)
  customerName!: string;

  @IsEmail()
  @IsOptional()
  customerEmail?: string;

  @IsString()
  @MaxLength(40)
  @IsOptional()
  customerPhone?: string;

  @ValidateNested({ each: true })
  @Type(() => QuoteItemDto)
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  items!: QuoteItemDto[];

  /** The sum of the items when left out. */
  @IsNumber()
  @Min(0)
  @IsOptional()
  totalAmount?: number;

  @IsISO4217CurrencyCode()
  @IsOptional()
  @ApiPropertyOptional()
  currency: string = 'USD';

  @IsString() @MaxLength(20_000) @IsOptional() notes?: string;
  @IsString() @MaxLength(256) @IsOptional() sessionId?: string;
  @IsString() @MaxLength(64) @IsOptional() leadId?: string;
  @IsString() @MaxLength(64) @IsOptional() packageId?: string;
  @IsString() @MaxLength(100) @IsOptional() source?: string;

  /** `YYYY-MM-DD`; thirty days from now when left out. */
  @IsISO8601({ strict: true })
  @IsOptional()
  validUntil?: string;
}
