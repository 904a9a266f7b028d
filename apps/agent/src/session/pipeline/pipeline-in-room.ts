import { Logger } from '@nestjs/common';
import type { PipelineProviders, SwitchListener } from '#providers';
import { PipelineTalk } from '#talk';
import type { RoomReach } from '../../tools/reach.js';
import type { TalkInRoom, TalkNeeds } from '../talk-in-room.js';
import { PipelineRoomDoor } from './pipeline-room-door.js';

const logger = new Logger('PipelineInRoom');

/** A talk over a recogniser, a language model and a voice, each with others to stand in for it. */
export function pipelineInRoom(providers: PipelineProviders, needs: TalkNeeds): TalkInRoom {
  const { claim, room, voiceRoom, data, onFault } = needs;
  const { stt, llm, tts } = providers.create(claim.definition, switches(needs));
  const hearText = (text: string) => talk.hear(text);
  const door = new PipelineRoomDoor({ room, voiceRoom, data, hearText, onFault });
  const talk = new PipelineTalk<RoomReach>({
    ...claim,
    ...needs,
    door,
    transcriber: stt,
    model: llm,
    synthesizer: tts,
  });
  return {
    talk,
    ears: door.ears,
    vendor: llm.vendor,
    model: llm.modelName,
    openMouth: () => door.open(),
    close: () => door.close(),
  };
}

/** What becomes of the choices of one talk: in its events and in the log. */
function switches({ claim: { sessionId }, report }: TalkNeeds): SwitchListener {
  return {
    failed: ({ kind, vendor, fault, isLast }) => {
      logger.warn('a vendor failed', { sessionId, kind, vendor, reason: fault.message, isLast });
      report('provider.failed', { kind, vendor, recoverable: !isLast, reason: fault.message });
    },
    switched: (change) => {
      logger.warn('another vendor stands in', { sessionId, ...change });
      report('provider.switched', change);
    },
  };
}
