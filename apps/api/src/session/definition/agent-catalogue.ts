import { Injectable } from '@nestjs/common';
import { builtInAgent } from '#conversation';
import type { AgentDefinition, AgentSpec } from '#conversation';
import { AgentRepository } from '#store';
import { SupabaseAgents } from '../../supabase/supabase-agents.js';
import { AgentSourceUnavailable } from '../../supabase/supabase.errors.js';
import { AgentDefinitions } from './agent-definitions.js';
import type { AgentWish } from './agent-definitions.js';
import { AgentNotFound } from './definition.errors.js';

export type { AgentWish } from './agent-definitions.js';

/** In place of an agent that there is not. */
const USUAL = 'default';

/** What a session begins with. */
export interface EffectiveAgent {
  definition: AgentDefinition;
  /** Of the stored agent; null for one that is built in alone. */
  agentVersion: number | null;
}

/** The agents of a tenant: its own, those that are built in, and those of the Supabase of seed S3, if there is one. */
@Injectable()
export class AgentCatalogue {
  constructor(
    private readonly agents: AgentRepository,
    private readonly definitions: AgentDefinitions,
    private readonly supabase: SupabaseAgents,
  ) {}

  /**
   * With those vendors alone that can be reached.
   *
   * @throws AgentNotFound @throws UnknownProvider @throws ProviderNotConfigured when none is left for a part of the work.
   * @throws AgentSourceUnavailable when Supabase may have it, and does not answer.
   */
  async effective(tenantId: string, agentId: string, wish?: AgentWish): Promise<EffectiveAgent> {
    const stored = await this.agents.latest(tenantId, agentId);
    const { spec = null, version = null } = stored ?? {};
    const others = stored || builtInAgent(agentId) ? null : await this.supabase.find(agentId);
    if (others) return this.effectiveOfOthers(agentId, others, wish);
    const definition = this.definitions.effective(agentId, wish, spec);
    return { definition, agentVersion: spec && version };
  }

  /** As `effective`, with the usual agent in the place of one that there is not. @throws UnknownProvider @throws ProviderNotConfigured */
  async nearest(
    tenantId: string,
    agentId: string,
    wish?: AgentWish,
  ): Promise<{ agent: EffectiveAgent; isFallback: boolean }> {
    try {
      return { agent: await this.effective(tenantId, agentId, wish), isFallback: false };
    } catch (error) {
      const isMissing = error instanceof AgentNotFound || error instanceof AgentSourceUnavailable;
      if (!isMissing) throw error;
      return { agent: await this.effective(tenantId, USUAL, wish), isFallback: true };
    }
  }

  /** Whether a session with it could begin. */
  async isAvailable(tenantId: string, agentId: string): Promise<boolean> {
    const stored = await this.agents.latest(tenantId, agentId);
    return this.definitions.isAvailable(agentId, stored?.spec);
  }

  /** It says nothing of who hears it: whoever there is. */
  private effectiveOfOthers(agentId: string, spec: AgentSpec, wish?: AgentWish): EffectiveAgent {
    const definition = this.definitions.effective(agentId, { ...wish, anyVendors: true }, spec);
    return { definition, agentVersion: null };
  }
}
