import { Injectable } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import { IssuedTokens } from '../control/issued-tokens.js';
import type { VendorFaults } from '../control/vendor-faults.js';
import { KeyInvalid } from './assemblyai.errors.js';

const TOKEN_PREFIX = 'aai_sandbox_';

/** Any key is taken; a temporary token must be one that was given out. */
@Injectable()
export class AssemblyAiKeysService {
  private readonly faults: VendorFaults;
  private readonly tokens: IssuedTokens;

  constructor(faults: FaultsService) {
    this.faults = faults.of('assemblyai');
    this.tokens = new IssuedTokens(TOKEN_PREFIX, this.faults);
  }

  mint(ttlSeconds: number): string {
    return this.tokens.mint(ttlSeconds);
  }

  /** @throws KeyInvalid */
  check(key: string | undefined, token: string | null): void {
    const good = token ? this.tokens.accepts(token) : key && !this.faults.plan.refuseCredentials;
    if (!good) throw new KeyInvalid();
  }
}
