import type { AgentDefinition } from './agent-definition.js';
import { overlay } from './definition-layer.js';
import { mayObject } from './may-object.js';
import type { AgentChange } from './operator-order.js';
import { withVoices } from './with-voices.js';

/** What an agent is after an operator changed it in the middle of a talk. */
export function changed(definition: AgentDefinition, { voice, ...layer }: AgentChange): AgentDefinition {
  return mayObject(withVoices(overlay(definition, layer), { voice }));
}
