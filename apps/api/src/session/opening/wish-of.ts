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
      realtime: realtimeChoices(config.realtime_model),
      stt: choicesOf(config.stt, 'stt'),
      llm: choicesOf(config.llm, 'llm'),
      tts: choicesOf(config.tts, 'tts'),
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
  kind: 'stt' | 'llm' | 'tts',
): ProviderChoice[] | undefined {
  if (names === undefined) return undefined;
  return (typeof names === 'string' ? [names] : names).map((name) => parseChoice(kind, name));
}

function realtimeChoices(name: string | undefined): ProviderChoice[] | undefined {
  return name === undefined ? undefined : [parseRealtimeChoice(name)];
}
