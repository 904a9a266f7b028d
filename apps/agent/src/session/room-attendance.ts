import { DisconnectReason, ParticipantKind, RoomEvent, TrackKind } from '@livekit/rtc-node';
import type { RemoteParticipant, RemoteTrack, Room } from '@livekit/rtc-node';
import { isReservedIdentity } from '#conversation';
import type { Ears } from './ears.js';
import { guard } from './session-scope.js';

interface AttendanceListener {
  came: (person: RemoteParticipant) => void;
  left: (person: RemoteParticipant) => void;
  /** A person can be spoken to: their microphone is there, or they have been here long enough without one. */
  attentive: () => void;
  /** The room is gone. */
  closed: () => void;
  /** We are not in it any more: put out of it, or without a way to it. */
  lost: (reason: string) => void;
  onFault: (error: unknown) => void;
}

interface RoomAttendanceOptions {
  room: Room;
  ears: Ears;
  /** Whom the session is for; null for whoever comes. */
  personIdentity: string | null;
}

/** A person whose microphone is not there yet is taken to listen all the same, this long after they came. */
const ATTENTIVE_AFTER_MS = 2_000;
const ROOM_IS_GONE = new Set([DisconnectReason.ROOM_DELETED, DisconnectReason.ROOM_CLOSED]);
const PEOPLE = new Set([ParticipantKind.STANDARD, ParticipantKind.SIP, ParticipantKind.CONNECTOR]);

/** Follows the people in a room and turns the ears to their microphones. */
export class RoomAttendance {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly options: RoomAttendanceOptions,
    private readonly listener: AttendanceListener,
  ) {}

  /** Looks at who is there already after it listens for who comes, so that nobody slips through. */
  open(): void {
    const { room, ears } = this.options;
    const { left, onFault } = this.listener;
    room
      .on(
        RoomEvent.ParticipantConnected,
        guard(onFault, (person) => this.came(person)),
      )
      .on(
        RoomEvent.ParticipantDisconnected,
        guard(onFault, (person) => {
          ears.left?.(person.identity);
          if (this.isOurs(person)) left(person);
        }),
      )
      .on(
        RoomEvent.TrackSubscribed,
        guard(onFault, (track, _publication, person) => this.hears(track, person)),
      )
      .on(
        RoomEvent.TrackUnsubscribed,
        guard(onFault, (track) => ears.stopListening(track.sid)),
      )
      .on(
        RoomEvent.Disconnected,
        guard(onFault, (reason) => this.out(reason)),
      );
    for (const person of room.remoteParticipants.values()) {
      this.came(person);
      for (const { track } of person.trackPublications.values()) {
        if (track) this.hears(track, person).catch(onFault);
      }
    }
    if (!room.isConnected) this.out();
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private out(reason = DisconnectReason.UNKNOWN_REASON): void {
    if (ROOM_IS_GONE.has(reason)) this.listener.closed();
    else this.listener.lost(DisconnectReason[reason]);
  }

  private came(person: RemoteParticipant): void {
    if (!this.isOurs(person)) return;
    this.listener.came(person);
    this.timers.add(setTimeout(() => this.listener.attentive(), ATTENTIVE_AFTER_MS));
  }

  private async hears(track: RemoteTrack, person: RemoteParticipant): Promise<void> {
    if (track.kind !== TrackKind.KIND_AUDIO || !this.isOurs(person)) return;
    await this.options.ears.listenTo(track, person.identity);
    this.listener.attentive();
  }

  private isOurs(participant: RemoteParticipant): boolean {
    const { personIdentity } = this.options;
    return personIdentity ? participant.identity === personIdentity : isPerson(participant);
  }
}

/** Somebody to talk with, and not an agent, an avatar or a recorder. */
function isPerson({ identity, info }: RemoteParticipant): boolean {
  return PEOPLE.has(info.kind ?? ParticipantKind.STANDARD) && !isReservedIdentity(identity);
}
