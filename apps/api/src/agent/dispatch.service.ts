import { Injectable, Logger } from '@nestjs/common';
import { ConversationRepository } from '#store';
import type { Caller } from '../access/caller.js';
import { AgentCatalogue } from '../session/definition/agent-catalogue.js';
import type { AgentWish } from '../session/definition/agent-catalogue.js';
import { SessionStarter } from '../session/session-starter.js';
import type { DispatchAgentDto, DispatchedAgentDto } from './dispatch.dto.js';

/** Sends an agent into a room that the person has a token for already, as the agent service of seed S3 asks for it. */
@Injectable()
export class DispatchService {
  private readonly logger = new Logger(DispatchService.name);

  constructor(
    private readonly agents: AgentCatalogue,
    private readonly starter: SessionStarter,
    private readonly conversations: ConversationRepository,
  ) {}

  /** @throws ProviderNotConfigured @throws RoomTaken @throws ConversationLive @throws TooManySessions */
  async dispatch({ tenantId, keyName }: Caller, request: DispatchAgentDto): Promise<DispatchedAgentDto> {
    const { conversationId, agentId, userId, roomName: room } = request;
    const wish = await this.wishFor(tenantId, conversationId);
    const { agent, isFallback } = await this.agents.nearest(tenantId, agentId, wish);
    if (isFallback)
      this.logger.warn('an agent is wanted that there is not, the usual one comes', { agentId });
    const about = { agentId, conversationId, userId };
    const { session, existing } = await this.starter.startInTime({
      tenantId,
      owner: keyName,
      room,
      conversationId,
      userId,
      voiceFrom: 'agent',
      personIdentity: null, // the token's identity is the client's business
      ...agent,
      metadata: about,
      roomMetadata: about,
    });
    return {
      success: true,
      message: existing ? 'The agent is there already.' : 'The agent is on its way.',
      agentJobId: `agent-${agentId}-${conversationId}`,
      sessionId: session.id,
      ...(isFallback && { agentFallback: true }),
    };
  }

  /** Who goes on with a conversation is not greeted again. */
  private async wishFor(tenantId: string, conversationId: string): Promise<AgentWish> {
    const conversation = await this.conversations.find(tenantId, conversationId);
    const hasMessages = (conversation?.lastMessageAt ?? null) !== null;
    return hasMessages ? { request: { greeting: null } } : {};
  }
}
