import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import type { VendorFaults } from '../control/vendor-faults.js';
import { CredentialsWrong, TokenInvalid } from './crm.errors.js';

/** The one account, printed in the README. */
const ACCOUNT = { email: 'tara@sandbox.local', password: 'sandbox', name: 'Tara' };
/** The real CRM's clients renew after 50 minutes at the earliest. */
const TOKEN_TTL_S = 3_600;
const KEPT_TOKENS = 1_000;

export interface Login {
  accessToken: string;
  expiresInSeconds: number;
  user: { email: string; name: string };
}

/** Issues bearer tokens and checks them. They live as long as the process, an hour at most. */
@Injectable()
export class CrmAuthService {
  private readonly issuedAtMs = new Map<string, number>();
  private readonly faults: VendorFaults;

  constructor(faults: FaultsService) {
    this.faults = faults.of('crm');
  }

  login(email: string, password: string): Login {
    const known = email.toLowerCase() === ACCOUNT.email && password === ACCOUNT.password;
    if (!known || this.faults.plan.refuseCredentials) throw new CredentialsWrong();
    const accessToken = `crm_sandbox_${randomBytes(24).toString('base64url')}`;
    this.issuedAtMs.set(accessToken, this.faults.issueTime());
    const [oldest] = this.issuedAtMs.keys();
    if (this.issuedAtMs.size > KEPT_TOKENS && oldest) this.issuedAtMs.delete(oldest);
    const { name } = ACCOUNT;
    return { accessToken, expiresInSeconds: TOKEN_TTL_S, user: { email: ACCOUNT.email, name } };
  }

  /** @throws TokenInvalid */
  check(authorization: string | undefined): void {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
    const issuedAtMs = token && this.issuedAtMs.get(token);
    if (!issuedAtMs) throw new TokenInvalid('missing or unknown');
    const expired = issuedAtMs + TOKEN_TTL_S * 1_000 <= Date.now();
    if (expired || !this.faults.accepts(issuedAtMs)) throw new TokenInvalid('expired');
  }
}
