import type { RealtimeModels } from '#providers/realtime';
import { Talk } from '#talk';
import type { RoomReach } from '../tools/reach.js';
import { RoomDoor } from './room-door.js';
import type { TalkInRoom, TalkNeeds } from './talk-in-room.js';

/** A talk over a model that hears and speaks itself. */
export function realtimeInRoom(models: RealtimeModels, needs: TalkNeeds): TalkInRoom {
  const { claim, room, voiceRoom, data } = needs;
  const { definition, personIdentity } = claim;
  const model = models.create(definition);
  const door = new RoomDoor({ room, voiceRoom, data, personIdentity, hearText: (text) => talk.hear(text) });
  const talk = new Talk<RoomReach>({ ...claim, ...needs, door, model });
  return {
    talk,
    ears: door.ears,
    vendor: model.vendor,
    model: model.modelName,
    openMouth: () => door.openMouth(),
    close: () => door.close(),
  };
}
