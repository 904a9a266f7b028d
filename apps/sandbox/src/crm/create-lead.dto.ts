import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsEmail,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';

/** A lead as both of the CRM's programs send it. Only the name is required. */
export class CreateLeadDto {
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsEmail()
  @IsOptional()
  email?: string;

  /** Digits, with spaces, dashes, brackets or a leading plus. */
  @Matches(/^\+?[\d\s()-]{5,20}$/, { message: 'mobile must be a phone number' })
  @IsOptional()
  mobile?: string;

  @IsString() @MaxLength(200) @IsOptional() destination?: string;
  @IsString() @MaxLength(200) @IsOptional() nearestAirport?: string;
  @IsString() @MaxLength(200) @IsOptional() arrivalCity?: string;
  @IsString() @MaxLength(200) @IsOptional() departureCity?: string;
  @IsString() @MaxLength(100) @IsOptional() travelDate?: string;
  @IsString() @MaxLength(100) @IsOptional() expectedDate?: string;
  @IsString() @MaxLength(100) @IsOptional() journeyStartDate?: string;
  @IsString() @MaxLength(100) @IsOptional() journeyEndDate?: string;
  @IsInt() @Min(0) @IsOptional() durationNights?: number;
  @IsInt() @Min(0) @IsOptional() durationDays?: number;
  @ApiPropertyOptional() @IsInt() @Min(0) @IsOptional() adults: number = 2;
  @ApiPropertyOptional() @IsInt() @Min(0) @IsOptional() children: number = 0;
  @ApiPropertyOptional() @IsInt() @Min(0) @IsOptional() infants: number = 0;

  @Matches(/^([2-5] Star|Resort|Villa|Homestay)$/, {
    message: 'hotelType must be 2 Star, 3 Star, 4 Star, 5 Star, Resort, Villa or Homestay',
  })
  @IsOptional()
  hotelType?: string;

  @IsInt() @Min(0) @IsOptional() totalRooms?: number;
  @IsInt() @Min(0) @IsOptional() extraMattress?: number;

  @Matches(/^(EP|CP|MAP|AP)$/, { message: 'mealPlan must be EP, CP, MAP or AP' })
  @IsOptional()
  mealPlan?: string;

  @IsBoolean() @IsOptional() videographyPhotography?: boolean;
  @IsString() @MaxLength(2_000) @IsOptional() specialRequirement?: string;
  @IsString() @MaxLength(100) @IsOptional() journeyType?: string;
  @IsString() @MaxLength(200) @IsOptional() assignedTo?: string;
  @IsString() @MaxLength(100) @IsOptional() source?: string;
  @IsString() @MaxLength(100) @IsOptional() sourceType?: string;
  @IsString() @MaxLength(100) @IsOptional() utmSource?: string;
  @IsString() @MaxLength(100) @IsOptional() utmMedium?: string;
  @IsString() @MaxLength(200) @IsOptional() utmCampaign?: string;
  @IsString() @MaxLength(20_000) @IsOptional() aiSummary?: string;
  @IsString() @MaxLength(20_000) @IsOptional() notes?: string;
  @IsString() @MaxLength(20_000) @IsOptional() remarks?: string;
  @IsNumber() @Min(0) @IsOptional() estimatedValue?: number;
}
