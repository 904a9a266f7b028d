import { Injectable } from '@nestjs/common';
import type { AgentDefinition, ProviderChoice } from '#conversation';
import type { ProviderKind } from '../failover/vendor-health.js';
import type { VendorAccess } from '../openai-access.js';
import { ProviderNotConfigured, UnknownProvider } from '../providers.errors.js';
import { ChoiceConfig } from './choice.config.js';
import { defaultChoices } from './default-choices.js';
import { VENDOR_KEYS, VendorAccesses } from './vendor-accesses.js';
import { LLM_VENDORS, REALTIME_VENDORS, STT_VENDORS, TTS_VENDORS } from './vendor-name.js';
import type { LlmVendor, RealtimeVendor, SttVendor, TtsVendor, VendorName } from './vendor-name.js';

/** A choice of somebody who is there to do it. */
export interface Configured<V extends VendorName> {
  vendor: V;
  access: VendorAccess;
  model?: string;
  voice?: string;
  language?: string;
}

/** Whom an agent means, in its order, without those who have no key. */
@Injectable()
export class ProviderChoices {
  constructor(
    private readonly accesses: VendorAccesses,
    private readonly config: ChoiceConfig,
  ) {}

  /** Before a talk begins: there is somebody for all that it needs. @throws UnknownProvider @throws ProviderNotConfigured */
  check(definition: AgentDefinition): void {
    if (definition.mode === 'realtime') {
      this.realtime(definition);
    } else {
      this.stt(definition);
      this.llm(definition);
      this.tts(definition);
    }
  }

  /** Who hears, thinks and speaks at once. */
  realtime(definition: AgentDefinition): [Configured<RealtimeVendor>, ...Configured<RealtimeVendor>[]] {
    return this.configured('realtime', definition, REALTIME_VENDORS);
  }

  stt(definition: AgentDefinition): Configured<SttVendor>[] {
    return this.configured('stt', definition, STT_VENDORS);
  }

  llm(definition: AgentDefinition): Configured<LlmVendor>[] {
    return this.configured('llm', definition, LLM_VENDORS);
  }

  tts(definition: AgentDefinition): Configured<TtsVendor>[] {
    return this.configured('tts', definition, TTS_VENDORS);
  }

  private configured<V extends VendorName>(
    kind: ProviderKind,
    { providers }: AgentDefinition,
    vendors: readonly V[],
  ): [Configured<V>, ...Configured<V>[]] {
    const named = providers[kind].length ? providers[kind] : defaultChoices(kind, this.config);
    const choices = backedUp(named).map((choice) => ({ choice, vendor: vendorOf(kind, choice, vendors) }));
    const configured = choices.flatMap(({ choice: { model, voice, language }, vendor }) => {
      const access = this.accesses.of(vendor);
      if (!access) return [];
      return [
        {
          vendor,
          access,
          ...(model && { model }),
          ...(voice && { voice }),
          ...(language && { language }),
        },
      ];
    });
    const [first, ...others] = configured;
    if (!first) throw notConfigured(choices.map(({ vendor }) => vendor));
    return [first, ...others];
  }
}

/** Where Grok has no key, OpenAI answers. */
function backedUp(choices: readonly ProviderChoice[]): readonly ProviderChoice[] {
  const isAlone = choices.every(({ vendor }) => vendor === 'grok');
  return isAlone ? [...choices, { vendor: 'openai' }] : choices;
}

function vendorOf<V extends VendorName>(
  kind: ProviderKind,
  choice: ProviderChoice,
  vendors: readonly V[],
): V {
  const vendor = vendors.find((known) => known === choice.vendor);
  if (!vendor) throw new UnknownProvider(kind, choice.vendor, vendors);
  return vendor;
}

function notConfigured([wanted = 'openai']: readonly VendorName[]): ProviderNotConfigured {
  const { title, variable } = VENDOR_KEYS[wanted];
  return new ProviderNotConfigured(title, variable);
}
