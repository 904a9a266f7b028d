import { Injectable } from '@nestjs/common';
import { Store } from '../store.js';
import { ENDED } from './session.rows.js';

/** Names in one query; SQLite and Postgres both bound its parameters. */
const SLICE_NAMES = 500;

export interface FinishedRoom {
  room: string;
  /** When the last session there ended. */
  endedAt: number;
}

/** Rooms as the ledger of sessions knows them, whoever's they are; never for callers of the API. */
@Injectable()
export class RoomRepository {
  constructor(private readonly store: Store) {}

  /** Those of these rooms in which sessions ended and none is live. Rooms that never had one are nobody's and not among them. */
  async finished(names: readonly string[]): Promise<FinishedRoom[]> {
    const finished: FinishedRoom[] = [];
    for (let start = 0; start < names.length; start += SLICE_NAMES) {
      finished.push(...(await this.finishedAmong(names.slice(start, start + SLICE_NAMES))));
    }
    return finished;
  }

  private async finishedAmong(names: string[]): Promise<FinishedRoom[]> {
    const rows = await this.store.db
      .selectFrom('session as past')
      .select(({ fn }) => ['past.room', fn.max('past.ended_at').as('ended_at')])
      .where('past.state', '=', ENDED)
      .where('past.room', 'in', names)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('session as live')
              .select('live.id')
              .whereRef('live.room', '=', 'past.room')
              .where('live.state', '<>', ENDED),
          ),
        ),
      )
      .groupBy('past.room')
      .execute();
    return rows.map(({ room, ended_at }) => ({ room, endedAt: Number(ended_at ?? 0) }));
  }
}
