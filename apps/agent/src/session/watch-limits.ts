import type { Room } from '@livekit/rtc-node';
import type { ClaimAnswer, EndReason } from '#conversation';
import type { EventLog } from './event-log.js';
import { Presence } from './presence.js';
import { RoomAttendance } from './room-attendance.js';
import type { TalkInRoom } from './talk-in-room.js';

interface Watched {
  room: Room;
  inRoom: Pick<TalkInRoom, 'talk' | 'ears'>;
  events: EventLog;
  /** Somebody listens. */
  greet: () => void;
  end: (reason: EndReason, detail?: string) => void;
  onFault: (error: unknown) => void;
}

/** Maximum duration, idle limit, and the people who come and go. @returns what ends the watching, in the order in which it began */
export function watchLimits(
  { definition, endsAt, personIdentity }: ClaimAnswer,
  { room, inRoom: { talk, ears }, events, greet, end, onFault }: Watched,
): (() => unknown)[] {
  const maxDuration = setTimeout(() => end('max_duration'), Math.max(0, Date.parse(endsAt) - Date.now()));
  const presence = new Presence({
    idleMs: definition.limits.idleS * 1_000,
    lastActivityAt: () => talk.lastActivityAt,
    over: (reason) => end(reason),
  });
  const attendance = new RoomAttendance(
    // A model that hears by itself hears one person; a pipeline hears everybody, each for themselves.
    { room, ears, personIdentity: definition.mode === 'pipeline' ? null : personIdentity },
    {
      came: ({ identity, name }) => {
        if (presence.joined(identity)) events.add('person.joined', { identity, name: name || null });
      },
      left: ({ identity, disconnectReason }) => {
        if (!presence.left(identity, Date.now())) return;
        events.add('person.left', { identity, reason: String(disconnectReason ?? 'unknown') });
        if (definition.closeOnDisconnect) end('user_left');
      },
      attentive: greet,
      closed: () => end('room_closed'),
      lost: (reason) => end('agent_lost', reason),
      onFault,
    },
  );
  presence.watch();
  attendance.open();
  return [() => clearTimeout(maxDuration), () => presence.close(), () => attendance.close()];
}
