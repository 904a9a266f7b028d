import { Injectable, Logger } from '@nestjs/common';
import { ProviderNotConfigured, UnknownProvider } from '#providers';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { AgentCatalogue } from '../session/definition/agent-catalogue.js';
import type { EffectiveAgent } from '../session/definition/agent-catalogue.js';
import { wishOf } from '../session/opening/wish-of.js';
import type { TalkWish } from './talk-wish.js';

const AGENT = 'tara';

/** The agent that others want in a room. Nobody is there to be told that a wish cannot be met: a talk with another one is better than none. */
@Injectable()
export class WantedAgent {
  private readonly logger = new Logger(WantedAgent.name);

  constructor(private readonly agents: AgentCatalogue) {}

  /** Undefined when none can work here. */
  async find(room: string, wish: TalkWish): Promise<EffectiveAgent | undefined> {
    for (const { source, reason } of wish.unread) {
      this.logger.warn('metadata skipped', { room, source, reason });
    }
    try {
      return await this.nearest(room, wish);
    } catch (error) {
      if (!(error instanceof ProviderNotConfigured)) throw error;
      this.logger.warn('no agent can join', { room, reason: error.message });
      return undefined;
    }
  }

  private async nearest(
    room: string,
    { agentId = AGENT, config }: Pick<TalkWish, 'agentId' | 'config'>,
  ): Promise<EffectiveAgent> {
    try {
      const { agent, isFallback } = await this.agents.nearest(DEFAULT_TENANT, agentId, wishOf(config));
      if (isFallback) this.missing(room, 'agent_not_found');
      return agent;
    } catch (error) {
      if (!(error instanceof UnknownProvider)) throw error;
      this.missing(room, error.code);
      return this.nearest(room, { agentId, config: {} });
    }
  }

  private missing(room: string, reason: string): void {
    this.logger.warn('a room wants what there is not', { room, reason });
  }
}
