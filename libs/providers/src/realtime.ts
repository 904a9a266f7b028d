import { Injectable } from '@nestjs/common';
import type { realtime } from '@livekit/agents-plugin-openai';
import type { AgentDefinition, TurnTaking } from '#conversation';
import { LinedModel } from './realtime/lined-model.js';
import type { ClientEvent } from './realtime/lined-model.js';
import { openSocket } from './realtime/open-socket.js';
import { OpenAiConfig } from './openai.config.js';
import { RealtimeLine } from './realtime/realtime-line.js';
import { RealtimeRoutes } from './realtime/realtime-routes.js';
import type { RealtimeRoute } from './realtime/realtime-routes.js';
import { VendorBreakers } from './vendor-breakers.js';
import { VendorHealths } from './failover/vendor-health.js';
import { ProviderChoices } from './vendors/provider-choices.js';
import type { Configured } from './vendors/provider-choices.js';
import { VENDOR_KEYS } from './vendors/vendor-accesses.js';
import type { RealtimeVendor } from './vendors/vendor-name.js';
import { LinedXaiSession, toXai } from './realtime/xai-dialect.js';
import { XAI_REALTIME_MODEL, XAI_VOICE } from './realtime/xai-voice.js';

export { VendorFault } from './vendor-fault.js';
export type { OwedAnswer } from './realtime/answer-watch.js';
export { LinedModel } from './realtime/lined-model.js';
export { RealtimeLine } from './realtime/realtime-line.js';
export type { LineListener } from './realtime/realtime-line.js';
export { RealtimeRoutes } from './realtime/realtime-routes.js';
export type { RealtimeRoute } from './realtime/realtime-routes.js';
export { VendorBreaker } from './vendor-breaker.js';

type RealtimeOptions = NonNullable<ConstructorParameters<typeof realtime.RealtimeModel>[0]>;

/** A realtime model, and what it is called in events and bills: as who has the talk now is called. */
export interface RealtimeChoice {
  readonly model: LinedModel;
  readonly vendor: string;
  /** Where the vendor's key comes from. */
  readonly keyVariable: string;
  readonly modelName: string;
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
  /** Makes an event of the plugin's one of the vendor's. */
  translate?: (event: ClientEvent) => void;
}

/** Realtime models of the vendors, with the breakers and the experience of this process. */
@Injectable()
export class RealtimeModels {
  private readonly vendors: Record<RealtimeVendor, Vendor>;

  constructor(
    private readonly config: OpenAiConfig,
    private readonly choices: ProviderChoices,
    private readonly breakers: VendorBreakers,
    private readonly healths: VendorHealths,
  ) {
    this.vendors = {
      openai: { defaultModel: () => config.currentRealtimeModel(), defaultVoice: config.voice },
      xai: { defaultModel: () => XAI_REALTIME_MODEL, defaultVoice: XAI_VOICE, translate: toXai },
    };
  }

  /**
   * For one talk: the definition's first choice that has a key and has been answering, with the others to go on when it fails.
   *
   * @throws UnknownProvider @throws ProviderNotConfigured
   */
  create(definition: AgentDefinition): RealtimeChoice {
    let { turnTaking } = definition;
    const route = (choice: Configured<RealtimeVendor>) => this.route(choice, () => turnTaking);
    const [first, ...others] = this.choices.realtime(definition);
    const routes = new RealtimeRoutes([route(first), ...others.map(route)]);
    const language = definition.language === 'auto' ? undefined : definition.language.split('-')[0];
    const speaksXai = [first, ...others].some(({ vendor }) => vendor === 'xai');
    const { modelName, apiKey } = routes.current;
    const model = new LinedModel(
      {
        // What is the vendor's own is put in by its route, on the way out.
        model: modelName,
        apiKey,
        voice: first.voice ?? this.vendors[first.vendor].defaultVoice,
        turnDetection: turnDetection(turnTaking, first.vendor),
        inputAudioTranscription: { model: INPUT_TRANSCRIPTION_MODEL, ...(language && { language }) },
        inputChunkMs: INPUT_CHUNK_MS,
        maxSessionDuration: RENEW_AFTER_MS,
      },
      new RealtimeLine({
        open: openSocket,
        routes,
        inputChunkMs: INPUT_CHUNK_MS,
        renewAfterMs: RENEW_AFTER_MS,
      }),
      speaksXai ? (lined) => new LinedXaiSession(lined) : undefined,
    );
    return {
      model,
      get vendor() {
        return routes.current.vendor;
      },
      get keyVariable() {
        return routes.current.keyVariable;
      },
      get modelName() {
        return routes.current.modelName;
      },
      detectTurns: (wanted) => {
        turnTaking = wanted;
        model.detectTurns(turnDetection(wanted, first.vendor));
      },
    };
  }

  private route(
    { vendor, access, model: named, voice }: Configured<RealtimeVendor>,
    turnTaking: () => TurnTaking,
  ): RealtimeRoute {
    const { defaultModel, defaultVoice, translate } = this.vendors[vendor];
    const modelName = named ?? defaultModel();
    return {
      vendor,
      modelName,
      keyVariable: VENDOR_KEYS[vendor].variable,
      url: socketUrl(access.baseUrl, modelName),
      apiKey: access.apiKey,
      breaker: this.breakers.of(vendor),
      health: this.healths.of('realtime', vendor),
      answerWithinMs:
        this.config.answerWithinMs ?? (access.simulated ? SIMULATED_ANSWER_WITHIN_MS : ANSWER_WITHIN_MS),
      translate: (event) => {
        address(event, {
          modelName,
          voice: voice ?? defaultVoice,
          detection: turnDetection(turnTaking(), vendor),
        });
        translate?.(event);
      },
    };
  }
}

/** @param baseUrl As for the vendor's other requests: `https://api.openai.com/v1`. */
function socketUrl(baseUrl: string, modelName: string): string {
  const url = new URL(`${baseUrl.replace(/^http/, 'ws')}/realtime`);
  url.searchParams.set('model', modelName);
  return url.toString();
}

/** Settings that differ from vendor to vendor, where an event has some. */
function address(
  event: ClientEvent,
  own: { modelName: string; voice: string; detection: TurnDetection },
): void {
  if (event.type !== 'session.update') return;
  const { session } = event;
  const { input, output } = session.audio ?? {};
  if (session.model !== undefined) session.model = own.modelName;
  if (output?.voice !== undefined) output.voice = own.voice;
  if (input?.turn_detection !== undefined) input.turn_detection = own.detection;
}

type TurnDetection = NonNullable<RealtimeOptions['turnDetection']>;

function turnDetection(turnTaking: TurnTaking, vendor: RealtimeVendor): TurnDetection {
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
