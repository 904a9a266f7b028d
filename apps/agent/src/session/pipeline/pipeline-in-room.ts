import { Logger } from '@nestjs/common';
import { changed } from '#conversation';
import type { AgentChange, OrderOutcome } from '#conversation';
import type { PipelineListener, PipelineProviders } from '#providers';
import { PipelineTalk, UsageTally } from '#talk';
import type { RoomReach } from '../../tools/reach.js';
import type { TalkInRoom, TalkNeeds } from '../talk-in-room.js';
import { PipelineRoomDoor } from './pipeline-room-door.js';

const logger = new Logger('PipelineInRoom');

/** A talk over a recogniser, a language model and a voice, each with others to stand in for it. */
export function pipelineInRoom(providers: PipelineProviders, needs: TalkNeeds): TalkInRoom {
  const { claim, room, voiceRoom, data, tap, sound, interim, onFault } = needs;
  let { definition } = claim;
  const usage = new UsageTally(needs.report);
  const listener = listenerOf(needs, usage);
  const { stt, llm, tts } = providers.create(definition, listener);
  const hearText = (text: string) => talk.hear(text);
  const door = new PipelineRoomDoor({ room, voiceRoom, data, tap, sound, interim, hearText, onFault });
  const talk = new PipelineTalk<RoomReach>({
    ...claim,
    ...needs,
    door,
    transcriber: stt,
    model: llm,
    synthesizer: tts,
    usage,
  });
  const change = (wanted: AgentChange): Promise<OrderOutcome> => {
    definition = changed(definition, wanted);
    const voice = wanted.voice === undefined ? undefined : providers.create(definition, listener).tts;
    talk.become(definition, voice);
    return Promise.resolve({ status: 'done', detail: null });
  };
  return {
    talk,
    ears: door.ears,
    vendor: llm.vendor,
    model: llm.modelName,
    parts: { stt: stt.vendor, llm: llm.vendor, tts: tts.vendor },
    openMouth: () => door.open(),
    change,
    close: () => door.close(),
  };
}

/** What becomes of the choices of one talk: in its events and in the log; and what they are used for. */
function listenerOf({ claim: { sessionId }, report }: TalkNeeds, usage: UsageTally): PipelineListener {
  return {
    used: (use) => usage.used(use),
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
