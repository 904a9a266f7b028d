import type { DefinitionLayer, ProviderChoice } from '#conversation';
import { parseChoice, parseRealtimeChoice } from '#providers';

type Names = string | readonly string[];

/** Who does what, as callers name them: one name, or several in the order of trying. */
export interface NamedVendors {
  realtime?: Names;
  stt?: Names;
  llm?: Names;
  tts?: Names;
}

/** Each mode has its own way to find the end of a turn. */
export const DETECTION = { realtime: 'semantic_vad', pipeline: 'local' } as const;

/** @throws UnknownProvider */
export function namedChoices({ realtime, stt, llm, tts }: NamedVendors): DefinitionLayer['providers'] {
  return {
    realtime: choicesOf(realtime, parseRealtimeChoice),
    stt: choicesOf(stt, (name) => parseChoice('stt', name)),
    llm: choicesOf(llm, (name) => parseChoice('llm', name)),
    tts: choicesOf(tts, (name) => parseChoice('tts', name)),
  };
}

function choicesOf(
  names: Names | undefined,
  parse: (name: string) => ProviderChoice,
): ProviderChoice[] | undefined {
  if (names === undefined) return undefined;
  return (typeof names === 'string' ? [names] : names).map(parse);
}
