import { Injectable, Logger } from '@nestjs/common';
import { builtInAgent, newId } from '#conversation';
import { Rooms } from '#livekit';
import { openAiAccess, OpenAiConfig } from '#providers';
import { SessionRepository } from '#store';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { effectiveDefinition } from '../session/effective-definition.js';
import { SessionStarter } from '../session/session-starter.js';
import { SessionConfig } from '../session/session.config.js';
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
    private readonly openAi: OpenAiConfig,
    private readonly sessionConfig: SessionConfig,
  ) {}

  /** For whoever comes into it. @throws LivekitUnavailable when LiveKit has to be asked and is away. */
  async enter(room: string): Promise<void> {
    const agent = builtInAgent(AGENT);
    if (!this.config.autoJoin || !agent) return;
    if (!openAiAccess(this.openAi))
      return this.logger.warn('no agent can join: set OPENAI_API_KEY', { room });
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
      definition: effectiveDefinition(agent, this.openAi, this.sessionConfig),
    });
  }
}
