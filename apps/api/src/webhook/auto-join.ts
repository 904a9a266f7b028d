import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#conversation';
import type { AgentDefinition } from '#conversation';
import { Rooms } from '#livekit';
import { ProviderNotConfigured, UnknownProvider } from '#providers';
import { SessionRepository } from '#store';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { AgentDefinitions } from '../session/definition/agent-definitions.js';
import { AgentNotFound } from '../session/definition/definition.errors.js';
import { wishOf } from '../session/opening/wish-of.js';
import { SessionStarter } from '../session/session-starter.js';
import { readRoomWish } from './room-wish.js';
import type { RoomWish } from './room-wish.js';
import { WebhookConfig } from './webhook.config.js';

const AGENT = 'tara';
/** For an agent that is asked for and not there. */
const FALLBACK = 'default';
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
    if (await this.sessions.findLiveByRoom(room)) return;
    const [open] = await this.rooms.list([room]);
    if (!open) return;
    const wish = readRoomWish(room, open.metadata);
    if (wish.unread) this.logger.warn('metadata of a room skipped', { room, reason: wish.unread });
    const definition = this.agent(room, wish);
    if (!definition) return;
    await this.starter.start({
      tenantId: DEFAULT_TENANT,
      owner: OWNER,
      room,
      conversationId: wish.conversationId ?? newId(),
      voiceFrom: 'agent',
      personIdentity: null,
      definition,
    });
  }

  /** Undefined when it cannot work here: LiveKit's next event is none of that's fault. */
  private agent(room: string, wish: RoomWish): AgentDefinition | undefined {
    try {
      return this.wanted(room, wish);
    } catch (error) {
      if (!(error instanceof ProviderNotConfigured)) throw error;
      this.logger.warn('no agent can join', { room, reason: error.message });
      return undefined;
    }
  }

  /** Nobody is there to be told that a wish cannot be met: a talk with another agent is better than none. */
  private wanted(
    room: string,
    { agentId = AGENT, config }: Pick<RoomWish, 'agentId' | 'config'>,
  ): AgentDefinition {
    try {
      return this.definitions.effective(agentId, wishOf(config));
    } catch (error) {
      if (!(error instanceof AgentNotFound || error instanceof UnknownProvider)) throw error;
      this.logger.warn('a room wants what there is not', { room, reason: error.code });
      const isAgentGone = error instanceof AgentNotFound;
      return this.wanted(room, isAgentGone ? { agentId: FALLBACK, config } : { agentId, config: {} });
    }
  }
}
