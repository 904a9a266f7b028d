import type { AgentDefinition } from './agent-definition.js';

/** Where a talk is recorded its agent can stop that, whatever else it can do: a person who objects is heard. */
export function mayObject(definition: AgentDefinition): AgentDefinition {
  const { recording, tools } = definition;
  if (!recording.enabled || tools.includes('stop_recording')) return definition;
  return { ...definition, tools: [...tools, 'stop_recording'] };
}
