import { Injectable } from '@nestjs/common';
import { builtInAgent, mayObject, overlay, withVoices } from '#conversation';
import type {
  AgentDefinition,
  AgentSpec,
  DefinitionLayer,
  ProviderChoice,
  WantedVoices,
} from '#conversation';
import { ChoiceConfig, currentModel, OpenAiConfig, ProviderChoices, ProviderNotConfigured } from '#providers';
import { SessionConfig } from '../session.config.js';
import { AgentNotFound } from './definition.errors.js';
import { environmentLayer } from './environment-layer.js';
import { specLayer } from './spec-layer.js';

/** What a request wants of an agent. */
export interface AgentWish extends WantedVoices {
  /** Goes over everything else. */
  request?: DefinitionLayer;
  /** The environment's vendors in any case, and not the agent's own. */
  anyVendors?: boolean;
}

/** Of whom a stored agent is a kind that has no namesake among the built-in ones. */
const BASE = 'default';

/** What an agent is in the session that begins now: request over stored agent over environment over what is built in. */
@Injectable()
export class AgentDefinitions {
  constructor(
    private readonly choice: ChoiceConfig,
    private readonly openAi: OpenAiConfig,
    private readonly session: SessionConfig,
    private readonly choices: ProviderChoices,
  ) {}

  /**
   * With those vendors alone that can be reached.
   *
   * @throws AgentNotFound @throws UnknownProvider @throws ProviderNotConfigured when none is left for a part of the work.
   */
  effective(agentId: string, wish: AgentWish = {}, spec: AgentSpec | null = null): AgentDefinition {
    return this.reachable(this.wanted(agentId, spec, wish));
  }

  /** Whether a session with it could begin. */
  isAvailable(agentId: string, spec: AgentSpec | null = null): boolean {
    return this.canServe(this.wanted(agentId, spec));
  }

  /** Whether there is somebody for all of its work. */
  canServe(definition: AgentDefinition): boolean {
    try {
      this.choices.check(definition);
      return true;
    } catch (error) {
      if (error instanceof ProviderNotConfigured) return false;
      throw error;
    }
  }

  /** Whatever can be reached. @throws AgentNotFound @throws UnknownProvider */
  wanted(
    agentId: string,
    spec: AgentSpec | null,
    { request = {}, anyVendors = false, voice = spec?.voice, realtimeVoice }: AgentWish = {},
  ): AgentDefinition {
    const builtIn = builtInAgent(agentId) ?? (spec && namesake(agentId, spec));
    if (!builtIn) throw new AgentNotFound(agentId);
    const { choice, openAi, session } = this;
    const environment = environmentLayer(builtIn, { choice, openAi, session }, anyVendors);
    const stored = spec ? specLayer(spec) : {};
    const wanted = overlay(withCurrentModels(builtIn), environment, stored, request);
    return mayObject(withVoices(wanted, { voice, realtimeVoice }));
  }

  private reachable(definition: AgentDefinition): AgentDefinition {
    this.choices.check(definition);
    const { realtime, stt, llm, tts } = definition.providers;
    if (definition.mode === 'realtime') {
      const reachable = this.choices.realtime(definition);
      return overlay(definition, { providers: { realtime: those(realtime, reachable) } });
    }
    return overlay(definition, {
      providers: {
        stt: those(stt, this.choices.stt(definition)),
        llm: those(llm, this.choices.llm(definition)),
        tts: those(tts, this.choices.tts(definition)),
      },
    });
  }
}

function namesake(id: string, { name }: AgentSpec): AgentDefinition | undefined {
  const base = builtInAgent(BASE);
  return base && { ...base, id, name };
}

/** A model that is built in gives way to its successor when its vendor stops it. */
function withCurrentModels(builtIn: AgentDefinition): AgentDefinition {
  const now = Date.now();
  const current = (choices: readonly ProviderChoice[]) =>
    choices.map((choice) => (choice.model ? { ...choice, model: currentModel(choice.model, now) } : choice));
  const { realtime, stt, llm, tts } = builtIn.providers;
  return overlay(builtIn, {
    providers: { realtime: current(realtime), stt: current(stt), llm: current(llm), tts: current(tts) },
  });
}

/** The wanted ones that can be reached; where none can, those that stand in. */
function those(wanted: readonly ProviderChoice[], reachable: readonly ProviderChoice[]): ProviderChoice[] {
  const vendors = new Set(reachable.map(({ vendor }) => vendor));
  const left = wanted.filter(({ vendor }) => vendors.has(vendor));
  if (left.length) return left;
  return reachable.map(({ vendor, model, voice }) => ({
    vendor,
    ...(model && { model }),
    ...(voice && { voice }),
  }));
}
