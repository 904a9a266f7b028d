import type { DefinitionLayer } from '#conversation';
import type { AgentWish } from '../definition/agent-definitions.js';
import { DETECTION, namedChoices } from '../definition/named-choices.js';
import type { AgentConfigDto } from './agent-config.dto.js';

/** What a request wants of an agent. @throws UnknownProvider */
export function wishOf(config: AgentConfigDto = {}): AgentWish {
  const mode = modeOf(config);
  const request: DefinitionLayer = {
    instructions: config.prompt,
    greeting: config.greeting === '' ? null : config.greeting,
    mode,
    language: config.language,
    tools: config.tools,
    closeOnDisconnect: config.closeOnDisconnect,
    recording: config.recording,
    turnTaking: { ...config.turnTaking, ...(mode && { detection: DETECTION[mode] }) },
    providers: namedChoices({ ...config, realtime: config.realtime_model }),
  };
  return { request, voice: config.voice, realtimeVoice: config.realtime_voice };
}

function modeOf({ mode, realtime }: AgentConfigDto): DefinitionLayer['mode'] {
  if (mode !== undefined || realtime === undefined) return mode;
  return realtime ? 'realtime' : 'pipeline';
}
