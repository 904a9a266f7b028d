import { Injectable } from '@nestjs/common';
import { crmAccount, CrmConfig } from '#crm';
import { openAiAccess, OpenAiConfig } from '#providers';

export type VendorState = 'real' | 'simulated' | 'off';

export interface Vendor {
  name: string;
  state: VendorState;
  /** The variables that make it real. */
  variables: string[];
}

/** Which vendors answer for real, which the sandbox plays, and which are off. Known from the configuration alone. */
@Injectable()
export class VendorStates {
  constructor(
    private readonly openAi: OpenAiConfig,
    private readonly crm: CrmConfig,
  ) {}

  list(): Vendor[] {
    return [
      { name: 'openai', state: stateOf(openAiAccess(this.openAi)), variables: ['OPENAI_API_KEY'] },
      { name: 'crm', state: stateOf(crmAccount(this.crm)), variables: ['CRM_EMAIL', 'CRM_PASSWORD'] },
    ];
  }
}

function stateOf(access: { simulated: boolean } | undefined): VendorState {
  if (!access) return 'off';
  return access.simulated ? 'simulated' : 'real';
}
