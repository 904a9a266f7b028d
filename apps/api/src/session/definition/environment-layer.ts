import type { AgentDefinition, DefinitionLayer } from '#conversation';
import { defaultChoices } from '#providers';
import type { ChoiceConfig, OpenAiConfig } from '#providers';
import type { SessionConfig } from '../session.config.js';

/** The agent whose words are the environment's business (seed S4); the others are what they are. */
const PROMPTED_AGENT = 'default';

export interface Environment {
  choice: ChoiceConfig;
  openAi: OpenAiConfig;
  session: SessionConfig;
}

/**
 * What the environment says about an agent: its vendors where it names them, or where the agent is to have the environment's in any
 * case, which names seed S4's by itself.
 */
export function environmentLayer(
  { id, providers }: AgentDefinition,
  { choice, openAi, session }: Environment,
  inAnyCase: boolean,
): DefinitionLayer {
  const { sttProvider, llmProvider, ttsProvider, ttsVoice, systemPrompt } = choice;
  const names = {
    stt: sttProvider !== undefined,
    llm: llmProvider !== undefined,
    tts: ttsProvider !== undefined || ttsVoice !== undefined,
  };
  const choicesOf = (kind: keyof typeof names) =>
    inAnyCase || names[kind] ? defaultChoices(kind, choice) : undefined;
  return {
    instructions: id === PROMPTED_AGENT ? systemPrompt : undefined,
    providers: {
      realtime: providers.realtime.map((each) =>
        each.vendor === 'openai'
          ? { ...each, model: openAi.currentRealtimeModel(), voice: openAi.voice }
          : each,
      ),
      stt: choicesOf('stt'),
      llm: choicesOf('llm'),
      tts: choicesOf('tts'),
    },
    turnTaking: {
      minSpeechMs: toMs(choice.vadMinSpeechS),
      minSilenceMs: toMs(choice.vadMinSilenceS),
      paddingMs: toMs(choice.vadPaddingS),
    },
    limits: { maxDurationS: session.maxS, idleS: session.idleS, money: session.maxUsd },
  };
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1_000);
}
