import { IsArray, IsBoolean, IsString } from 'class-validator';
import { provideConfig } from '#config';

export class AccessConfig {
  /** `key`, or `name:sha256-<hex>:scope+scope[:tenant[:rpm]]`, separated by commas. */
  @IsArray()
  @IsString({ each: true })
  apiKeys: string[] = [];

  /** Whether callers without a credential may start sessions and use those whose id or room they know. */
  @IsBoolean()
  allowAnonymous: boolean = false;
}

export const accessConfig = provideConfig(AccessConfig, {
  apiKeys: 'API_KEYS',
  allowAnonymous: 'ALLOW_ANONYMOUS',
});
