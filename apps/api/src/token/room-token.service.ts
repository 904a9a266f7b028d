import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { RoomTaken, SessionRepository } from '#store';
import { addLogFields } from '#telemetry';
import type { Caller } from '../access/caller.js';
import { AgentCatalogue } from '../session/definition/agent-catalogue.js';
import { refuseReserved } from '../session/reserved-identity.js';
import { SessionStarter } from '../session/session-starter.js';
import { planRoom } from './room-plan.js';
import type { AgentWish } from './room-plan.js';
import type { CreateRoomTokenDto, JoinTokenDto, RoomTokenDto } from './room-token.dto.js';

const DEFAULT_AGENT = 'tara';

interface Seat {
  room: string;
  identity: string;
}

/** Tokens to join a room with: LiveKit's standard endpoint, and seed S4's. */
@Injectable()
export class RoomTokenService {
  constructor(
    private readonly tokens: RoomTokens,
    private readonly sessions: SessionRepository,
    private readonly starter: SessionStarter,
    private readonly livekit: LivekitConfig,
    private readonly agents: AgentCatalogue,
  ) {}

  /** @throws BadInput @throws RoomTaken @throws AgentNotFound @throws LivekitUnavailable when an agent is wanted and LiveKit is away. */
  async create(caller: Caller, request: CreateRoomTokenDto): Promise<RoomTokenDto> {
    const server_url = this.livekit.clientUrl();
    const seat = {
      room: request.room_name || `room-${newId()}`,
      identity: request.participant_identity || `user-${newId()}`,
    };
    const plan = planRoom(request.room_config ?? undefined, this.livekit.agentName);
    await this.refuse(caller, seat, 'participant_identity');
    const session = plan.agent && (await this.startSession(caller, seat, plan.agent));
    addLogFields({ room: seat.room });
    const participant_token = await this.tokens.participant({
      ...seat,
      name: request.participant_name || undefined,
      metadata: request.participant_metadata || undefined,
      attributes: request.participant_attributes ?? undefined,
      roomConfig: plan.rest,
    });
    return {
      server_url,
      participant_token,
      room_name: seat.room,
      participant_identity: seat.identity,
      ...(session && { session_id: session.id }),
    };
  }

  /** Seed S4's form. @throws BadInput @throws RoomTaken */
  async join(caller: Caller, seat: Seat, name: string | undefined): Promise<JoinTokenDto> {
    await this.refuse(caller, seat, 'identity');
    addLogFields({ room: seat.room });
    return { token: await this.tokens.participant({ ...seat, name }) };
  }

  private async refuse({ tenantId }: Caller, { room, identity }: Seat, field: string): Promise<void> {
    refuseReserved(field, identity);
    const live = await this.sessions.findLiveByRoom(room);
    if (live && live.tenantId !== tenantId) throw new RoomTaken(room);
  }

  private async startSession(
    { tenantId, keyName }: Caller,
    { room, identity }: Seat,
    { agentId = DEFAULT_AGENT }: AgentWish,
  ) {
    const { session } = await this.starter.start({
      tenantId,
      owner: keyName,
      room,
      conversationId: newId(),
      voiceFrom: 'agent',
      personIdentity: identity,
      ...(await this.agents.effective(tenantId, agentId)),
    });
    return session;
  }
}
