import { Injectable } from '@nestjs/common';
import { fromJson, toJson } from '../database/json.js';
import { Store } from '../store.js';
import type { SessionPerson } from './session.records.js';
import { ENDED, People } from './session.rows.js';

/** Somebody whom LiveKit saw come or go. */
export interface SightedPerson {
  room: string;
  identity: string;
  name: string | null;
  at: number;
}

/** Who is in a session, as LiveKit sees it: true also while no agent is there to tell. */
@Injectable()
export class SessionPeopleRepository {
  constructor(private readonly store: Store) {}

  /** Of the live session in that room; in any order: what is older than what is known changes nothing. */
  joined({ room, identity, name, at }: SightedPerson): Promise<void> {
    return this.change(room, identity, (known) =>
      at <= (known.joinedAt ?? -1) ? known : { ...known, name, joinedAt: at },
    );
  }

  left({ room, identity, at }: SightedPerson): Promise<void> {
    return this.change(room, identity, (known) => ({ ...known, leftAt: Math.max(at, known.leftAt ?? at) }));
  }

  /** For a session that is for one person alone, others who are in its room are not of it. */
  private change(
    room: string,
    identity: string,
    step: (known: SessionPerson) => SessionPerson,
  ): Promise<void> {
    return this.store.write(async () => {
      const { db } = this.store;
      const live = db
        .selectFrom('session')
        .select(['tenant_id', 'id', 'people', 'person_identity'])
        .where('room', '=', room)
        .where('state', '<>', ENDED);
      const row = await this.store.lock(live).executeTakeFirst();
      if (!row || (row.person_identity !== null && row.person_identity !== identity)) return;
      const people = fromJson(People, row.people);
      const known = people.find((person) => person.identity === identity);
      const next = step(known ?? { identity, name: null, joinedAt: null, leftAt: null });
      if (next === known) return;
      const others = people.filter((person) => person !== known);
      await db
        .updateTable('session')
        .set({ people: toJson([...others, next]) })
        .where('tenant_id', '=', row.tenant_id)
        .where('id', '=', row.id)
        .execute();
    });
  }
}
