import type { AgentDefinition, RecordingTerms, TurnTaking } from './agent-definition.js';

type Parts = 'schemaVersion' | 'id' | 'providers' | 'turnTaking' | 'limits' | 'recording';

/** What one source says about an agent: the environment, a request, an operator. What it leaves out stays as it was. */
export interface DefinitionLayer extends Partial<Omit<AgentDefinition, Parts>> {
  providers?: Partial<AgentDefinition['providers']>;
  turnTaking?: Partial<TurnTaking>;
  limits?: Partial<AgentDefinition['limits']>;
  recording?: Partial<RecordingTerms>;
}

/** The definition as the layers leave it, the later one winning field by field; a list is replaced whole. */
export function overlay(definition: AgentDefinition, ...layers: DefinitionLayer[]): AgentDefinition {
  return layers.reduce<AgentDefinition>(
    (below, layer) => ({
      ...below,
      ...given(layer),
      providers: { ...below.providers, ...given(layer.providers) },
      turnTaking: { ...below.turnTaking, ...given(layer.turnTaking) },
      limits: { ...below.limits, ...given(layer.limits) },
      recording: { ...below.recording, ...given(layer.recording) },
    }),
    definition,
  );
}

type Given<T> = { [Field in keyof T]?: Exclude<T[Field], undefined> };

function given<T extends object>(part: T | undefined): Given<T> {
  const fields = Object.entries(part ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as Given<T>;
}
