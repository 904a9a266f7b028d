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

type Kind = keyof NamedVendors;

/** Who does a job, from one of its names. @throws UnknownProvider */
export const PARSERS: Record<Kind, (name: string) => ProviderChoice> = {
  realtime: parseRealtimeChoice,
  stt: (name) => parseChoice('stt', name),
  llm: (name) => parseChoice('llm', name),
  tts: (name) => parseChoice('tts', name),
};
export const KINDS = ['realtime', 'stt', 'llm', 'tts'] as const satisfies readonly Kind[];

/** @throws UnknownProvider */
export function namedChoices(named: NamedVendors): DefinitionLayer['providers'] {
  const choices = (kind: Kind) =>
    named[kind] === undefined ? undefined : namesIn(named[kind]).map((name) => PARSERS[kind](name));
  return {
    realtime: choices('realtime'),
    stt: choices('stt'),
    llm: choices('llm'),
    tts: choices('tts'),
  };
}

export function namesIn(names: Names | undefined): readonly string[] {
  return typeof names === 'string' ? [names] : (names ?? []);
}
