import { Injectable } from '@nestjs/common';
import { builtInAgent, newId } from '#conversation';
import type { AgentDefinition } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { openAiAccess, OpenAiConfig, ProviderNotConfigured } from '#providers';
import { SessionRepository } from '#store';
import { mayAny } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { effectiveDefinition } from '../session/effective-definition.js';
import { SessionCloser } from '../session/session-closer.js';
import { SessionStarter } from '../session/session-starter.js';
import { SessionConfig } from '../session/session.config.js';
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
    private readonly openAi: OpenAiConfig,
    private readonly sessionConfig: SessionConfig,
    private readonly config: OrchestrationConfig,
  ) {}

  /** @throws LivekitNotConfigured @throws ProviderNotConfigured @throws LivekitUnavailable */
  async start({ tenantId, keyName }: Caller): Promise<StartedTalkDto> {
    const url = this.livekit.clientUrl();
    if (!openAiAccess(this.openAi)) throw new ProviderNotConfigured('OpenAI', 'OPENAI_API_KEY');

    const { room, personIdentity } = orchestratedRoom();
    const { session } = await this.starter.start({
      tenantId,
      owner: keyName,
      room,
      conversationId: newId(),
      // The app plays no voice that comes from an agent.
      voiceFrom: 'voice',
      personIdentity,
      definition: this.tara(),
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
    const isTheirs = session?.owner === caller.keyName || mayAny(caller, ['operate']);
    const stopped = session && isTheirs && (await this.closer.stop(session, 'stopped'));
    if (!stopped) return { success: true, message: 'There was nothing to stop.' };
    return { success: true, message: 'The session has been stopped.' };
  }

  status(): TalkStatusDto {
    const { configured } = this.livekit;
    return {
      success: true,
      available: configured && openAiAccess(this.openAi) !== undefined,
      livekitConfigured: configured,
      defaultAvatarId: this.config.defaultAvatarId ?? null,
    };
  }

  private tara(): AgentDefinition {
    const builtIn = builtInAgent(AGENT);
    if (!builtIn) throw new Error(`There is no built-in agent ${AGENT}.`);
    return effectiveDefinition(builtIn, this.openAi, this.sessionConfig);
  }
}
