import { Injectable } from '@nestjs/common';
import type { AgentDefinition } from '#conversation';
import { AgentRepository } from '#store';
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

/** The agents of a tenant: its own, and those that are built in. */
@Injectable()
export class AgentCatalogue {
  constructor(
    private readonly agents: AgentRepository,
    private readonly definitions: AgentDefinitions,
  ) {}

  /**
   * With those vendors alone that can be reached.
   *
   * @throws AgentNotFound @throws UnknownProvider @throws ProviderNotConfigured when none is left for a part of the work.
   */
  async effective(tenantId: string, agentId: string, wish?: AgentWish): Promise<EffectiveAgent> {
    const { spec = null, version = null } = (await this.agents.latest(tenantId, agentId)) ?? {};
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
      if (!(error instanceof AgentNotFound)) throw error;
      return { agent: await this.effective(tenantId, USUAL, wish), isFallback: true };
    }
  }

  /** Whether a session with it could begin. */
  async isAvailable(tenantId: string, agentId: string): Promise<boolean> {
    const stored = await this.agents.latest(tenantId, agentId);
    return this.definitions.isAvailable(agentId, stored?.spec);
  }
}
