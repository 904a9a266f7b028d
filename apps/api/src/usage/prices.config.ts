import { IsOptional, IsString } from 'class-validator';
import { provideConfig } from '#config';

export class PricesConfig {
  /** A JSON file with what vendors charge. Unset: nothing has a known price. */
  @IsOptional()
  @IsString()
  file?: string;
}

export const PRICES_VARIABLE = 'PRICES_FILE';

export const pricesConfig = provideConfig(PricesConfig, { file: PRICES_VARIABLE });
