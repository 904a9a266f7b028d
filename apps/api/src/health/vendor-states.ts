import { Injectable } from '@nestjs/common';
import { crmAccount, CrmConfig } from '#crm';
import { VENDOR_KEYS, VendorAccesses } from '#providers';
import type { VendorName, VendorState } from '#providers';

export interface Vendor {
  name: string;
  state: VendorState;
  /** The variables that make it real. */
  variables: string[];
}

const NAMES: readonly VendorName[] = [
  'openai',
  'deepgram',
  'assemblyai',
  'grok',
  'xai',
  'cartesia',
  'elevenlabs',
];

/** Which vendors answer for real, which the sandbox plays, and which are off. Known from the configuration alone. */
@Injectable()
export class VendorStates {
  constructor(
    private readonly accesses: VendorAccesses,
    private readonly crm: CrmConfig,
  ) {}

  list(): Vendor[] {
    return [
      ...NAMES.map((name) => ({
        name,
        state: this.accesses.stateOf(name),
        variables: [VENDOR_KEYS[name].variable],
      })),
      { name: 'crm', state: this.stateOfCrm(), variables: ['CRM_EMAIL', 'CRM_PASSWORD'] },
    ];
  }

  private stateOfCrm(): VendorState {
    const account = crmAccount(this.crm);
    if (!account) return 'off';
    return account.simulated ? 'simulated' : 'real';
  }
}
