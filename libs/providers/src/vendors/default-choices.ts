import type { ProviderChoice } from '#conversation';
import type { ProviderKind } from '../failover/vendor-health.js';
import type { ChoiceConfig } from './choice.config.js';

const OPENAI_VOICES = new Set(
  'alloy ash ballad cedar coral echo fable marin nova onyx sage shimmer verse'.split(' '),
);

/** Who does what for an agent that names nobody: the environment's choice, and OpenAI in its stead. */
export function defaultChoices(
  kind: ProviderKind,
  { sttProvider, llmProvider, ttsProvider, ttsVoice }: ChoiceConfig,
): ProviderChoice[] {
  switch (kind) {
    case 'stt':
      return backedByOpenAi(sttProvider ?? 'deepgram');
    case 'llm':
      return backedByOpenAi(llmProvider ?? 'grok');
    case 'tts':
      return withVoice(backedByOpenAi(ttsProvider ?? 'cartesia'), ttsVoice);
    case 'realtime':
      return [{ vendor: 'openai' }];
  }
}

function backedByOpenAi(vendor: string): ProviderChoice[] {
  return [...new Set([vendor, 'openai'])].map((each) => ({ vendor: each }));
}

/** A voice is one vendor's; the others speak with their own. */
function withVoice(choices: ProviderChoice[], voice: string | undefined): ProviderChoice[] {
  if (voice === undefined) return choices;
  const owner = OPENAI_VOICES.has(voice) ? 'openai' : choices[0]?.vendor;
  return choices.map((choice) => (choice.vendor === owner ? { ...choice, voice } : choice));
}
