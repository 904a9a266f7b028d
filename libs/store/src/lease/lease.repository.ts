import { Injectable } from '@nestjs/common';
import { Store } from '../store.js';

/** The work is for all tenants; a row has one all the same. */
const TENANT = 'default';

export interface HeldLease {
  /** The work. */
  name: string;
  /** The process. */
  holder: string;
  leaseMs: number;
  now: number;
}

/** Who does what one process does for all. It renews its lease by taking it again; another takes it once it ran out. */
@Injectable()
export class LeaseRepository {
  constructor(private readonly store: Store) {}

  /** False while another process has it. */
  async hold({ name, holder, leaseMs, now }: HeldLease): Promise<boolean> {
    const held = { holder, expires_at: now + leaseMs };
    const { numInsertedOrUpdatedRows } = await this.store.write(() =>
      this.store.db
        .insertInto('lease')
        .values({ tenant_id: TENANT, name, ...held })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'name'])
            .doUpdateSet(held)
            .where((eb) => eb.or([eb('lease.holder', '=', holder), eb('lease.expires_at', '<=', now)])),
        )
        .executeTakeFirstOrThrow(),
    );
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** Another need not wait until it runs out. */
  async putDown({ name, holder }: Pick<HeldLease, 'name' | 'holder'>): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .deleteFrom('lease')
        .where('tenant_id', '=', TENANT)
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute(),
    );
  }
}
