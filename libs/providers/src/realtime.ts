import type { llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-openai';
import type { AgentDefinition, TurnTaking } from '#conversation';
import { openAiAccess } from './openai-access.js';
import type { OpenAiConfig } from './openai.config.js';
import { ProviderNotConfigured, UnknownProvider } from './providers.errors.js';

type RealtimeOptions = NonNullable<ConstructorParameters<typeof realtime.RealtimeModel>[0]>;

/** A realtime model, and what it is called in events and bills. */
export interface RealtimeChoice {
  model: llm.RealtimeModel;
  vendor: string;
  modelName: string;
}

/**
 * The plugin's default, `gpt-4o-mini-transcribe`, stops on 2027-02-26; this is its documented successor for live speech
 * (https://developers.openai.com/api/docs/deprecations).
 */
const INPUT_TRANSCRIPTION_MODEL = 'gpt-live-transcribe';

/** Ten seconds (the default) times four attempts would be 44 s of silence before the talk is given up. */
const CONNECT = { maxRetry: 3, retryIntervalMs: 2_000, timeoutMs: 3_500 };

/** One Opus packet. The plugin's 100 ms keep the end of every turn waiting for 50 ms on average; 20 ms cost no more CPU. */
const INPUT_CHUNK_MS = 20;

/** The vendor's model for a realtime talk: the definition's first choice. */
export function createRealtimeModel(definition: AgentDefinition, config: OpenAiConfig): RealtimeChoice {
  const choice = definition.providers.realtime[0] ?? { vendor: 'openai' };
  if (choice.vendor !== 'openai') throw new UnknownProvider('realtime', choice.vendor, ['openai']);
  const access = openAiAccess(config);
  if (!access) throw new ProviderNotConfigured('OpenAI', 'OPENAI_API_KEY');
  const modelName = choice.model ?? config.realtimeModel;
  const language = definition.language === 'auto' ? undefined : definition.language.split('-')[0];
  const model = new realtime.RealtimeModel({
    model: modelName,
    voice: choice.voice ?? config.voice,
    apiKey: access.apiKey,
    baseURL: access.baseUrl,
    turnDetection: turnDetection(definition.turnTaking),
    inputAudioTranscription: { model: INPUT_TRANSCRIPTION_MODEL, ...(language && { language }) },
    connOptions: CONNECT,
    inputChunkMs: INPUT_CHUNK_MS,
  });
  return { model, vendor: choice.vendor, modelName };
}

function turnDetection(turnTaking: TurnTaking): RealtimeOptions['turnDetection'] {
  const answering = { create_response: true, interrupt_response: turnTaking.interruptions };
  if (turnTaking.detection === 'semantic_vad')
    return { type: 'semantic_vad', eagerness: 'auto', ...answering };
  return {
    type: 'server_vad',
    prefix_padding_ms: turnTaking.paddingMs,
    silence_duration_ms: turnTaking.minSilenceMs,
    ...answering,
  };
}
