import type { WorkflowCondition } from './workflow.js';

/** Something that a person may want, as a workflow names it. */
export interface Intent {
  name: string;
  /** What is meant by it, in words. */
  description: string | null;
}

/** What a workflow means by a name: two may mean different things by one. */
export function describedIn({ descriptions = {} }: WorkflowCondition, name: string): string | null {
  return Object.hasOwn(descriptions, name) ? (descriptions[name] ?? null) : null;
}

/** The intents that workflows wait for in talks with an agent, each once. */
export function intentsAwaited(conditions: readonly WorkflowCondition[], agentId: string | null): Intent[] {
  const awaited = new Map<string, Intent>();
  for (const condition of conditions) {
    if (condition.agentId !== undefined && condition.agentId !== agentId) continue;
    for (const name of condition.intents ?? []) {
      const intent = { name, description: describedIn(condition, name) };
      awaited.set(JSON.stringify(intent), intent);
    }
  }
  return [...awaited.values()];
}
