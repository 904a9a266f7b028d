import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#conversation';
import type { AgentDefinition } from '#conversation';
import { Rooms } from '#livekit';
import { ProviderNotConfigured } from '#providers';
import { SessionRepository } from '#store';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { AgentDefinitions } from '../session/definition/agent-definitions.js';
import { SessionStarter } from '../session/session-starter.js';
import { WebhookConfig } from './webhook.config.js';

const AGENT = 'tara';
const OWNER = 'auto-join';

/** Sends an agent into rooms that others opened, as the seeds' agents go into every room there is. */
@Injectable()
export class AutoJoin {
  private readonly logger = new Logger(AutoJoin.name);

  constructor(
    private readonly config: WebhookConfig,
    private readonly sessions: SessionRepository,
    private readonly rooms: Rooms,
    private readonly starter: SessionStarter,
    private readonly definitions: AgentDefinitions,
  ) {}

  /** For whoever comes into it. @throws LivekitUnavailable when LiveKit has to be asked and is away. */
  async enter(room: string): Promise<void> {
    if (!this.config.autoJoin) return;
    const definition = this.agent(room);
    if (!definition) return;
    if (await this.sessions.findLiveByRoom(room)) return;
    const isStillThere = (await this.rooms.list([room])).length > 0;
    if (!isStillThere) return;
    await this.starter.start({
      tenantId: DEFAULT_TENANT,
      owner: OWNER,
      room,
      conversationId: newId(),
      voiceFrom: 'agent',
      personIdentity: null,
      definition,
    });
  }

  /** Undefined when it cannot work here: LiveKit's next event is none of that's fault. */
  private agent(room: string): AgentDefinition | undefined {
    try {
      return this.definitions.effective(AGENT);
    } catch (error) {
      if (!(error instanceof ProviderNotConfigured)) throw error;
      this.logger.warn('no agent can join', { room, reason: error.message });
      return undefined;
    }
  }
}
