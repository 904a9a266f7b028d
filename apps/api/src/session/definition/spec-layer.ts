import type { AgentSpec, DefinitionLayer } from '#conversation';
import { DETECTION, namedChoices } from './named-choices.js';

/** What a stored agent says of itself, its voice aside. @throws UnknownProvider */
export function specLayer(spec: AgentSpec): DefinitionLayer {
  const { name, instructions, greeting, mode, language, tools, limits } = spec;
  const { recording, closeOnDisconnect } = spec;
  return {
    ...{ name, instructions, mode, language, tools, limits, recording, closeOnDisconnect },
    greeting: greeting === '' ? null : greeting,
    turnTaking: { ...spec.turnTaking, ...(mode && { detection: DETECTION[mode] }) },
    providers: namedChoices(spec),
  };
}
