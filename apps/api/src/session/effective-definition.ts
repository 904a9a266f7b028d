import type { AgentDefinition } from '#conversation';
import type { OpenAiConfig } from '#providers';
import type { SessionConfig } from './session.config.js';

/** What a built-in agent is under this configuration: the environment wins over what is built in. */
export function effectiveDefinition(
  builtIn: AgentDefinition,
  openAi: OpenAiConfig,
  { maxS, idleS }: SessionConfig,
): AgentDefinition {
  const realtime = builtIn.providers.realtime.map((choice) =>
    choice.vendor === 'openai' ? { ...choice, model: openAi.realtimeModel, voice: openAi.voice } : choice,
  );
  return {
    ...builtIn,
    providers: { ...builtIn.providers, realtime },
    limits: { ...builtIn.limits, maxDurationS: maxS, idleS },
  };
}
