import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import type { Caller } from '../../access/caller.js';
import { DjangoPeople } from '../../django/django-people.js';
import { agentSetup } from '../agent-setup.js';
import type { AgentSetupDto } from '../agent-setup.dto.js';
import { AgentCatalogue } from '../definition/agent-catalogue.js';
import { refuseReserved } from '../reserved-identity.js';
import { SessionStarter } from '../session-starter.js';
import type { AgentConfigDto } from './agent-config.dto.js';
import type { OpenRoomSessionDto, OpenSessionDto } from './open-session.dto.js';
import type { OpenedRoomSessionDto, OpenedSessionDto } from './opened-session.dto.js';
import { wishOf } from './wish-of.js';

const DEFAULT_AGENT = 'default';

/** Opens sessions as seeds S1 and S4 ask for them. The answer does not wait for the agent. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly agents: AgentCatalogue,
    private readonly starter: SessionStarter,
    private readonly tokens: RoomTokens,
    private readonly livekit: LivekitConfig,
    private readonly people: DjangoPeople,
  ) {}

  /** @throws BadInput @throws AgentNotFound @throws UnknownProvider @throws ProviderNotConfigured @throws RoomTaken @throws LivekitUnavailable */
  async open({ tenantId, keyName }: Caller, request: OpenSessionDto): Promise<OpenedSessionDto> {
    const { userIdentity: identity, roomName: room = `room-${newId()}`, agentConfig } = request;
    const livekitUrl = this.livekit.clientUrl();
    refuseReserved('userIdentity', identity);
    const { session, existing } = await this.starter.start({
      tenantId,
      owner: keyName,
      room,
      conversationId: request.conversationId ?? newId(),
      userId: identity,
      voiceFrom: 'agent',
      personIdentity: identity,
      ...(await this.agents.effective(tenantId, request.agentId ?? DEFAULT_AGENT, wishOf(agentConfig))),
      metadata: request.metadata,
    });
    const setup = agentSetup(session.definition);
    return {
      sessionId: session.id,
      conversationId: session.conversationId,
      userToken: await this.tokens.participant({ room, identity }),
      roomName: room,
      livekitUrl,
      agentDispatched: true,
      agentConfig: existing ? setup : { ...setup, ...echoed(agentConfig) },
      ...(existing && { existing }),
    };
  }

  /** For a person who comes with a token of `GET /token`, and whom Django may know. @throws as `open` */
  async openRoom(
    { tenantId, keyName }: Caller,
    { room, identity, system_prompt: prompt }: OpenRoomSessionDto,
    cookies?: string,
  ): Promise<OpenedRoomSessionDto> {
    this.livekit.access();
    refuseReserved('identity', identity);
    const person = await this.people.of(cookies);
    const { session, existing } = await this.starter.start({
      tenantId,
      owner: keyName,
      room,
      conversationId: newId(),
      userId: person?.userId,
      verifiedUserId: person?.userId,
      voiceFrom: 'agent',
      personIdentity: identity,
      ...(await this.agents.effective(tenantId, DEFAULT_AGENT, {
        anyVendors: true,
        voice: person?.voice,
        request: { instructions: (person?.prompt ?? prompt) || undefined, language: person?.language },
      })),
    });
    return { session_id: session.id, ...(existing && { existing }) };
  }
}

/** What was asked for comes back as it was written, but the prompt. */
function echoed(config: AgentConfigDto = {}): Partial<AgentSetupDto> {
  const { stt, tts, llm, noise_cancellation_enabled, noise_cancellation_type } = config;
  const fields = { stt, tts, llm, noise_cancellation_enabled, noise_cancellation_type };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
