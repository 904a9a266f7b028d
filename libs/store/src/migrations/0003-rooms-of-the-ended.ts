import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Whose a room was: LiveKit's rooms are compared with the sessions that ended in them. */
export const roomsOfTheEnded = {
  async up(db: Kysely<never>): Promise<void> {
    await sql`create index session_ended_room on session (room, ended_at) where state = 'ended'`.execute(db);
  },
};
