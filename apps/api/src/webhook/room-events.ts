import { Injectable } from '@nestjs/common';
import { isReservedIdentity } from '#conversation';
import { LivekitEvent, OWN_ROOM, Rooms } from '#livekit';
import { SessionPeopleRepository, SessionRepository } from '#store';
import type { LivekitEventRecord } from '#store';
import { addLogFields } from '#telemetry';
import { AutoJoin } from '../joining/auto-join.js';
import { SessionCloser } from '../session/session-closer.js';
import { sessionLogFields } from '../session/session-log-fields.js';

/**
 * What an event of LiveKit does to our sessions. Events come twice, late and in the wrong order, so each is a hint to look at how
 * things stand, and none an order.
 */
@Injectable()
export class RoomEvents {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly people: SessionPeopleRepository,
    private readonly rooms: Rooms,
    private readonly closer: SessionCloser,
    private readonly autoJoin: AutoJoin,
  ) {}

  /** @throws LivekitUnavailable when it has to be asked and is away. */
  async apply({ event, at, payload }: LivekitEventRecord): Promise<void> {
    const { room, participant } = LivekitEvent.parse(payload);
    if (!room) return;
    switch (event) {
      case 'room_started':
        if (room.metadata !== OWN_ROOM) await this.autoJoin.enter(room.name);
        return;
      case 'room_finished':
        return this.roomFinished(room.name);
      case 'participant_joined':
      case 'participant_left':
      case 'participant_connection_aborted':
        if (!participant || !isPerson(participant)) return;
        return this.people[event === 'participant_joined' ? 'joined' : 'left']({
          room: room.name,
          identity: participant.identity,
          name: participant.name || null,
          at,
        });
    }
  }

  /** The name may be in use again by now: a room that is there has not finished. */
  private async roomFinished(room: string): Promise<void> {
    const session = await this.sessions.findLiveByRoom(room);
    if (!session) return;
    addLogFields(sessionLogFields(session));
    const open = await this.rooms.list([room]);
    if (open.length > 0) return;
    if (session.state === 'active') await this.closer.windUp(session, 'room_closed');
    else await this.closer.stop(session, 'room_closed');
  }
}

type Participant = NonNullable<LivekitEvent['participant']>;

/** Somebody to talk with, and not an agent, an avatar or a recorder. LiveKit leaves `STANDARD` out. */
function isPerson({ identity, kind = 'STANDARD' }: Participant): boolean {
  return ['STANDARD', 'SIP', 'CONNECTOR'].includes(kind) && !isReservedIdentity(identity);
}
