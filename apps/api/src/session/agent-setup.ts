import type { AgentDefinition, ProviderChoice } from '#conversation';
import type { AgentSetupDto } from './agent-setup.dto.js';

/** Who does what for an agent, in the short names of seed S1: vendors, but of language models their own name. */
export function agentSetup({ mode, providers }: AgentDefinition): AgentSetupDto {
  const [stt] = providers.stt;
  const [tts] = providers.tts;
  const [llm] = providers.llm;
  return { stt: stt?.vendor, tts: tts?.vendor, llm: llm && modelName(llm), realtime: mode === 'realtime' };
}

function modelName({ vendor, model }: ProviderChoice): string {
  if (model === undefined) return vendor;
  return vendor === 'openai' ? model : `${vendor}/${model}`;
}
