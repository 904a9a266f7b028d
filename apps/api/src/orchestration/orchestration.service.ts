import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { SessionRepository } from '#store';
import type { Caller } from '../access/caller.js';
import { AgentCatalogue } from '../session/definition/agent-catalogue.js';
import { mayUse } from '../session/may-use.js';
import { SessionCloser } from '../session/session-closer.js';
import { SessionStarter } from '../session/session-starter.js';
import { orchestratedRoom } from './orchestrated-room.js';
import { OrchestrationConfig } from './orchestration.config.js';
import type { StartedTalkDto, StoppedTalkDto, TalkStatusDto } from './orchestration.dto.js';

const AGENT = 'tara';
const PERSON_NAME = 'SanBot User';

/** Room, agent and token in one call, as the SanBot app asks for them. */
@Injectable()
export class OrchestrationService {
  constructor(
    private readonly starter: SessionStarter,
    private readonly closer: SessionCloser,
    private readonly sessions: SessionRepository,
    private readonly tokens: RoomTokens,
    private readonly livekit: LivekitConfig,
    private readonly agents: AgentCatalogue,
    private readonly config: OrchestrationConfig,
  ) {}

  /** @throws LivekitNotConfigured @throws ProviderNotConfigured @throws LivekitUnavailable */
  async start({ tenantId, keyName }: Caller): Promise<StartedTalkDto> {
    const url = this.livekit.clientUrl();
    const { room, personIdentity } = orchestratedRoom();
    const { session } = await this.starter.start({
      tenantId,
      owner: keyName,
      room,
      conversationId: newId(),
      // The app plays no voice that comes from an agent.
      voiceFrom: 'voice',
      personIdentity,
      ...(await this.agents.effective(tenantId, AGENT)),
    });
    return {
      success: true,
      url,
      roomName: room,
      userToken: await this.tokens.participant({ room, identity: personIdentity, name: PERSON_NAME }),
      sessionId: session.id,
      conversationId: session.conversationId,
    };
  }

  /** Good whatever the room is: a device that stops twice, or too late, is not told off. */
  async stop(caller: Caller, roomName: string | undefined): Promise<StoppedTalkDto> {
    this.livekit.access();
    const session =
      roomName === undefined ? undefined : await this.sessions.findLiveInRoom(caller.tenantId, roomName);
    const stopped =
      session && mayUse(caller, session, 'operate') && (await this.closer.stop(session, 'stopped'));
    if (!stopped) return { success: true, message: 'There was nothing to stop.' };
    return { success: true, message: 'The session has been stopped.' };
  }

  async status({ tenantId }: Caller): Promise<TalkStatusDto> {
    const { configured } = this.livekit;
    return {
      success: true,
      available: configured && (await this.agents.isAvailable(tenantId, AGENT)),
      livekitConfigured: configured,
      defaultAvatarId: this.config.defaultAvatarId ?? null,
    };
  }
}
