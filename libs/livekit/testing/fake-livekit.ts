import type {
  Dispatch,
  Dispatches,
  NewRoom,
  ParticipantCall,
  ParticipantCalls,
  RoomParticipant,
  Rooms,
} from '#livekit';
import { LivekitUnavailable, ParticipantSilent } from '#livekit';

export interface FakeDispatch extends Dispatch {
  room: string;
  metadata: string;
}

/** A LiveKit server that is only its ledger: rooms, dispatches and who was removed. `down` makes every call fail. */
export class FakeLivekit {
  down = false;
  /** Called for each new dispatch; a script may take it, or throw. */
  onDispatch: (dispatch: FakeDispatch) => void = () => undefined;

  /** Answers calls to participants; undefined when nobody answers. */
  onCall: (call: ParticipantCall) => string | undefined = () => undefined;

  readonly openRooms = new Map<string, NewRoom>();
  /** Who is in a room. */
  readonly people = new Map<string, RoomParticipant[]>();
  readonly openDispatches: FakeDispatch[] = [];
  /** When each room was made (epoch ms); 0 is before everything. */
  readonly createdAt = new Map<string, number>();
  readonly deletedRooms: string[] = [];
  readonly removed: { room: string; identity: string }[] = [];
  readonly callsMade: ParticipantCall[] = [];
  dispatchesMade = 0;

  readonly rooms: Pick<Rooms, keyof Rooms> = {
    create: (room) => this.call(() => this.open(room)),
    delete: (name) => this.call(() => this.dropRoom(name)),
    list: (names) =>
      this.call(() =>
        [...this.openRooms.keys()]
          .filter((name) => names?.includes(name) ?? true)
          .map((name) => ({
            name,
            createdAt: this.createdAt.get(name) ?? 0,
            metadata: this.openRooms.get(name)?.metadata ?? '',
          })),
      ),
    participants: (room) => this.call(() => this.people.get(room) ?? []),
    removeParticipant: (room, identity) => this.call(() => void this.removed.push({ room, identity })),
  };

  readonly dispatches: Pick<Dispatches, keyof Dispatches> = {
    create: (room, metadata) => this.call(() => this.dispatch(room, metadata)),
    list: (room) => this.call(() => this.openDispatches.filter((dispatch) => dispatch.room === room)),
    delete: (id, room) =>
      this.call(() => this.dropDispatches((dispatch) => dispatch.id === id && dispatch.room === room)),
  };

  readonly calls: Pick<ParticipantCalls, keyof ParticipantCalls> = {
    call: (call) => this.call(() => this.ask(call)),
  };

  private ask(call: ParticipantCall): string {
    this.callsMade.push(call);
    const answer = this.onCall(call);
    if (answer === undefined) throw new ParticipantSilent(call.identity, 'not_found');
    return answer;
  }

  private open(room: NewRoom): void {
    if (this.openRooms.has(room.name)) return;
    this.openRooms.set(room.name, room);
    this.createdAt.set(room.name, Date.now());
  }

  private dispatch(room: string, metadata: string): Dispatch {
    const dispatch = { id: `AD_${++this.dispatchesMade}`, taken: false, room, metadata };
    this.openDispatches.push(dispatch);
    this.onDispatch(dispatch);
    return dispatch;
  }

  private dropRoom(name: string): void {
    this.openRooms.delete(name);
    this.deletedRooms.push(name);
    this.dropDispatches(({ room }) => room === name);
  }

  private dropDispatches(gone: (dispatch: FakeDispatch) => boolean): void {
    const kept = this.openDispatches.filter((dispatch) => !gone(dispatch));
    this.openDispatches.splice(0, this.openDispatches.length, ...kept);
  }

  private call<T>(answer: () => T): Promise<T> {
    return new Promise((resolve) => {
      if (this.down) throw new LivekitUnavailable('call LiveKit', 'ECONNREFUSED');
      resolve(answer());
    });
  }
}
