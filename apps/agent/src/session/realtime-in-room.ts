import type { AgentChange, OrderOutcome } from '#conversation';
import { changed } from '#conversation';
import type { RealtimeModels } from '#providers/realtime';
import { Talk } from '#talk';
import type { RoomReach } from '../tools/reach.js';
import { RoomDoor } from './room-door.js';
import type { TalkInRoom, TalkNeeds } from './talk-in-room.js';

/** The vendors refuse another one once the model has spoken (https://developers.openai.com/api/docs/guides/realtime-conversations). */
const ONE_VOICE = 'a realtime model keeps the voice it began with; nothing was changed';

/** A talk over a model that hears and speaks itself. */
export function realtimeInRoom(models: RealtimeModels, needs: TalkNeeds): TalkInRoom {
  const { claim, room, voiceRoom, data, tap, sound, interim } = needs;
  const { personIdentity } = claim;
  let { definition } = claim;
  const model = models.create(definition);
  const door = new RoomDoor({
    ...{ room, voiceRoom, data, tap, sound, interim, personIdentity },
    hearText: (text) => talk.hear(text),
  });
  const talk = new Talk<RoomReach>({ ...claim, ...needs, door, model });
  const change = async (wanted: AgentChange): Promise<OrderOutcome> => {
    if (wanted.voice !== undefined) return { status: 'unsupported', detail: ONE_VOICE };
    definition = changed(definition, wanted);
    if (wanted.instructions !== undefined) await talk.instruct(definition.instructions);
    if (wanted.tools !== undefined) await talk.equip(definition.tools);
    if (wanted.turnTaking !== undefined) model.detectTurns(definition.turnTaking);
    return { status: 'done', detail: null };
  };
  return {
    talk,
    ears: door.ears,
    vendor: model.vendor,
    model: model.modelName,
    openMouth: () => door.openMouth(),
    change,
    close: () => door.close(),
  };
}
