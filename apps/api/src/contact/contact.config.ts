import { IsIn, IsOptional } from 'class-validator';
import { getCountries } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { provideConfig } from '#config';

export class ContactConfig {
  /** Country of phone numbers that are said without one. */
  @IsOptional()
  @IsIn(getCountries(), { message: '$property must be a country of ISO 3166, two letters such as IN' })
  phoneCountry?: CountryCode;
}

export const contactConfig = provideConfig(ContactConfig, { phoneCountry: 'PHONE_COUNTRY' });
