import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsInt, IsNumber, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { CreateLeadDto } from './create-lead.dto.js';
import { CreateQuoteDto } from './create-quote.dto.js';

export class LoginDto {
  /** @example tara@sandbox.local */
  @IsEmail()
  email!: string;

  /** @example sandbox */
  @IsString()
  @Length(1, 200)
  password!: string;
}

export class UserDto {
  email!: string;
  name!: string;
}

export class LoginDataDto {
  accessToken!: string;
  user!: UserDto;
}

/** One program reads the token from `data`, the other from the top. */
export class LoggedInDto {
  success!: boolean;
  accessToken!: string;
  /** Seconds. */
  expiresIn!: number;
  data!: LoginDataDto;
}

export class PackageQueryDto {
  /** A part of a destination's name, or of the package's. */
  @IsString() @MaxLength(200) @IsOptional() destination?: string;
  @IsString() @MaxLength(100) @IsOptional() packageType?: string;
  @Type(() => Number) @IsNumber() @Min(0) @IsOptional() minPrice?: number;
  @Type(() => Number) @IsNumber() @Min(0) @IsOptional() maxPrice?: number;
  @Type(() => Number) @IsInt() @Min(0) @IsOptional() minNights?: number;
  @Type(() => Number) @IsInt() @Min(0) @IsOptional() maxNights?: number;
  @ApiPropertyOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) @IsOptional() limit: number = 10;
  @ApiPropertyOptional() @Type(() => Number) @IsInt() @Min(1) @IsOptional() page: number = 1;
}

export class PackageDto {
  id!: number;
  packageName!: string;
  /** `with_flight` or `without_flight`. */
  packageType!: string;
  description!: string;
  /** Before the discount, per person. */
  basePrice!: number;
  /** Per person. */
  sellingPrice!: number;
  currency!: string;
  totalNights!: number;
  totalDays!: number;
  minPax!: number;
  maxPax!: number;
  destinations!: string[];
  inclusions!: string[];
  exclusions!: string[];
  tags!: string[];
  status!: string;
}

export class PackagesDto {
  success!: boolean;
  packages!: PackageDto[];
  /** How many match, on all pages. */
  total!: number;
  page!: number;
  limit!: number;
}

export class LeadDto extends CreateLeadDto {
  id!: number;
  /** ISO 8601, UTC. */
  createdAt!: string;
  /** What `Idempotency-Key` said. */
  idempotencyKey?: string;
}

export class LeadCreatedDto {
  success!: boolean;
  message!: string;
  id!: number;
  lead_id!: number;
  data!: LeadDto;
}

export class QuoteDto extends CreateQuoteDto {
  id!: string;
  number!: string;
  declare totalAmount: number;
  declare validUntil: string;
  /** ISO 8601, UTC. */
  createdAt!: string;
  /** What `Idempotency-Key` said. */
  idempotencyKey?: string;
}

export class QuoteCreatedDto {
  success!: boolean;
  quoteId!: string;
  quoteNumber!: string;
  totalAmount!: number;
  currency!: string;
  validUntil!: string;
  data!: QuoteDto;
}
