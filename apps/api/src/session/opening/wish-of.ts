import type { DefinitionLayer, ProviderChoice } from '#conversation';
import { parseChoice, parseRealtimeChoice } from '#providers';
import type { AgentWish } from '../definition/agent-definitions.js';
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
    turnTaking: { ...config.turnTaking, ...(mode && { detection: DETECTION[mode] }) },
    providers: {
      realtime: choicesOf(config.realtime_model, parseRealtimeChoice),
      stt: choicesOf(config.stt, (name) => parseChoice('stt', name)),
      llm: choicesOf(config.llm, (name) => parseChoice('llm', name)),
      tts: choicesOf(config.tts, (name) => parseChoice('tts', name)),
    },
  };
  return { request, voice: config.voice, realtimeVoice: config.realtime_voice };
}

/** Each mode has its own way to find the end of a turn. */
const DETECTION = { realtime: 'semantic_vad', pipeline: 'local' } as const;

function modeOf({ mode, realtime }: AgentConfigDto): DefinitionLayer['mode'] {
  if (mode !== undefined || realtime === undefined) return mode;
  return realtime ? 'realtime' : 'pipeline';
}

function choicesOf(
  names: string | readonly string[] | undefined,
  parse: (name: string) => ProviderChoice,
): ProviderChoice[] | undefined {
  if (names === undefined) return undefined;
  return (typeof names === 'string' ? [names] : names).map(parse);
}
