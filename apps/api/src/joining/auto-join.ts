import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { Rooms } from '#livekit';
import { SessionRepository } from '#store';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { SessionStarter } from '../session/session-starter.js';
import { JoiningConfig } from './joining.config.js';
import { readTalkWish } from './talk-wish.js';
import { WantedAgent } from './wanted-agent.js';

const OWNER = 'auto-join';

/** Sends an agent into rooms that others opened, as the seeds' agents go into every room there is. */
@Injectable()
export class AutoJoin {
  constructor(
    private readonly config: JoiningConfig,
    private readonly sessions: SessionRepository,
    private readonly rooms: Rooms,
    private readonly starter: SessionStarter,
    private readonly agents: WantedAgent,
  ) {}

  /** For whoever comes into it. @throws LivekitUnavailable when LiveKit has to be asked and is away. */
  async enter(room: string): Promise<void> {
    if (!this.config.autoJoin) return;
    if (await this.sessions.findLiveByRoom(room)) return;
    const [open] = await this.rooms.list([room]);
    if (!open) return;
    const wish = readTalkWish(room, { room: open.metadata, personIdentity: null });
    const agent = await this.agents.find(room, wish);
    if (!agent) return; // LiveKit's next event is none of that's fault
    await this.starter.start({
      tenantId: DEFAULT_TENANT,
      owner: OWNER,
      room,
      conversationId: wish.conversationId ?? newId(),
      voiceFrom: 'agent',
      personIdentity: null,
      ...agent,
    });
  }
}
