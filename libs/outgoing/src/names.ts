import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { Injectable } from '@nestjs/common';

/** The system's names: what DNS and the hosts file say. */
@Injectable()
export class Names {
  /** Every address that a name has now. */
  resolve(host: string): Promise<LookupAddress[]> {
    return lookup(host, { all: true });
  }
}
