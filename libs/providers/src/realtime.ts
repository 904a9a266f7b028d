import { Injectable } from '@nestjs/common';
import type { realtime } from '@livekit/agents-plugin-openai';
import type { AgentDefinition, TurnTaking } from '#conversation';
import { LinedModel } from './lined-model.js';
import type { RealtimeDialect } from './lined-model.js';
import { openSocket } from './open-socket.js';
import { OpenAiConfig } from './openai.config.js';
import { RealtimeLine } from './realtime-line.js';
import { VendorBreakers } from './vendor-breakers.js';
import { ProviderChoices } from './vendors/provider-choices.js';
import { VENDOR_KEYS } from './vendors/vendor-accesses.js';
import type { RealtimeVendor } from './vendors/vendor-name.js';
import { XAI } from './xai-dialect.js';
import { XAI_REALTIME_MODEL, XAI_VOICE } from './xai-voice.js';

export { VendorFault } from './vendor-fault.js';
export type { OwedAnswer } from './answer-watch.js';
export { LinedModel } from './lined-model.js';
export { RealtimeLine } from './realtime-line.js';
export type { LineListener } from './realtime-line.js';
export { VendorBreaker } from './vendor-breaker.js';

type RealtimeOptions = NonNullable<ConstructorParameters<typeof realtime.RealtimeModel>[0]>;

/** A realtime model, and what it is called in events and bills. */
export interface RealtimeChoice {
  model: LinedModel;
  vendor: string;
  /** Where the vendor's key comes from. */
  keyVariable: string;
  modelName: string;
  /** From the next turn on. */
  detectTurns(turnTaking: TurnTaking): void;
}

/**
 * The plugin's default, `gpt-4o-mini-transcribe`, stops on 2027-02-26; this is its documented successor for live speech
 * (https://developers.openai.com/api/docs/deprecations).
 */
const INPUT_TRANSCRIPTION_MODEL = 'gpt-live-transcribe';

/** One Opus packet. The plugin's 100 ms keep the end of every turn waiting for 50 ms on average; 20 ms cost no more CPU. */
const INPUT_CHUNK_MS = 20;

/** Slow answers of a vendor begin after two or three seconds. */
const ANSWER_WITHIN_MS = 6_000;
/** The simulator recognises and speaks on the cores that everything else runs on; many talks at once make it slow, not dead. */
const SIMULATED_ANSWER_WITHIN_MS = 20_000;

/** OpenAI ends sessions after an hour; a new one in good time costs nobody an answer. */
const RENEW_AFTER_MS = 20 * 60_000;

interface Vendor {
  defaultModel: () => string;
  defaultVoice: string;
  dialect?: RealtimeDialect;
}

/** Realtime models of the vendors, with the breakers of this process. */
@Injectable()
export class RealtimeModels {
  private readonly vendors: Record<RealtimeVendor, Vendor>;

  constructor(
    private readonly config: OpenAiConfig,
    private readonly choices: ProviderChoices,
    private readonly breakers: VendorBreakers,
  ) {
    this.vendors = {
      openai: { defaultModel: () => config.currentRealtimeModel(), defaultVoice: config.voice },
      xai: { defaultModel: () => XAI_REALTIME_MODEL, defaultVoice: XAI_VOICE, dialect: XAI },
    };
  }

  /** For one talk: the definition's first choice that has a key. @throws UnknownProvider @throws ProviderNotConfigured */
  create(definition: AgentDefinition): RealtimeChoice {
    const { vendor, access, model: named, voice } = this.choices.realtime(definition);
    const { defaultModel, defaultVoice, dialect } = this.vendors[vendor];
    const modelName = named ?? defaultModel();
    const language = definition.language === 'auto' ? undefined : definition.language.split('-')[0];
    const model = new LinedModel(
      {
        model: modelName,
        voice: voice ?? defaultVoice,
        apiKey: access.apiKey,
        baseURL: access.baseUrl,
        turnDetection: turnDetection(definition.turnTaking, vendor),
        inputAudioTranscription: { model: INPUT_TRANSCRIPTION_MODEL, ...(language && { language }) },
        inputChunkMs: INPUT_CHUNK_MS,
        maxSessionDuration: RENEW_AFTER_MS,
      },
      new RealtimeLine({
        open: openSocket,
        breaker: this.breakers.of(vendor),
        answerWithinMs:
          this.config.answerWithinMs ?? (access.simulated ? SIMULATED_ANSWER_WITHIN_MS : ANSWER_WITHIN_MS),
        inputChunkMs: INPUT_CHUNK_MS,
        renewAfterMs: RENEW_AFTER_MS,
      }),
      dialect,
    );
    return {
      model,
      vendor,
      keyVariable: VENDOR_KEYS[vendor].variable,
      modelName,
      detectTurns: (turnTaking) => model.detectTurns(turnDetection(turnTaking, vendor)),
    };
  }
}

function turnDetection(
  turnTaking: TurnTaking,
  vendor: RealtimeVendor,
): NonNullable<RealtimeOptions['turnDetection']> {
  const answering = { create_response: true, interrupt_response: turnTaking.interruptions };
  // xAI finds turns by silence only.
  if (turnTaking.detection === 'semantic_vad' && vendor === 'openai')
    return { type: 'semantic_vad', eagerness: 'auto', ...answering };
  return {
    type: 'server_vad',
    prefix_padding_ms: turnTaking.paddingMs,
    silence_duration_ms: turnTaking.minSilenceMs,
    ...answering,
  };
}
