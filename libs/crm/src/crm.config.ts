import { IsBoolean, IsOptional, IsString, IsUrl, ValidateIf } from 'class-validator';
import { NotInProduction, provideConfig } from '#config';

const url = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
const hasCredential = ({ email, password }: CrmConfig) => email !== undefined || password !== undefined;

export class CrmConfig {
  @IsUrl(url) baseUrl: string = 'https://crm.tripandevent.com/api';

  /** E-mail and password come together: with neither, the sandbox stands in, or the CRM is off. */
  @ValidateIf(hasCredential)
  @IsString({ message: 'must be set too, since CRM_PASSWORD is' })
  email?: string;

  @ValidateIf(hasCredential)
  @IsString({ message: 'must be set too, since CRM_EMAIL is' })
  password?: string;

  /** Where quotes go, under the base URL. */
  @IsString() quotesPath: string = 'quotes';

  /** Whether the CRM honours `Idempotency-Key`. Only then is a creation ever sent twice. */
  @IsBoolean() idempotent: boolean = false;

  @IsBoolean() packageSearch: boolean = true;

  @NotInProduction() @IsUrl(url) @IsOptional() sandboxUrl?: string;
}

export const crmConfig = provideConfig(CrmConfig, {
  baseUrl: 'CRM_BASE_URL',
  email: 'CRM_EMAIL',
  password: 'CRM_PASSWORD',
  quotesPath: 'CRM_QUOTES_PATH',
  idempotent: 'CRM_IDEMPOTENT',
  packageSearch: 'ENABLE_PACKAGE_SEARCH',
  sandboxUrl: 'SANDBOX_URL',
});

/** Which CRM is talked to, and as whom. */
export interface CrmAccount {
  baseUrl: string;
  email: string;
  password: string;
  quotesPath: string;
  idempotent: boolean;
  packageSearch: boolean;
  /** True when the sandbox stands in. */
  simulated: boolean;
}

/** Undefined when there is neither a credential nor a sandbox: the CRM is off. */
export function crmAccount(config: CrmConfig): CrmAccount | undefined {
  const { baseUrl, email, password, quotesPath, idempotent, packageSearch, sandboxUrl } = config;
  if (email !== undefined && password !== undefined) {
    return { baseUrl, email, password, quotesPath, idempotent, packageSearch, simulated: false };
  }
  if (sandboxUrl === undefined) return undefined;
  return {
    baseUrl: `${sandboxUrl}/crm/api`,
    email: 'tara@sandbox.local',
    password: 'sandbox',
    quotesPath: 'quotes',
    idempotent: true,
    packageSearch,
    simulated: true,
  };
}
