import { Injectable } from '@nestjs/common';
import { AccessToken } from 'livekit-server-sdk';
import type { RoomConfiguration, VideoGrant } from 'livekit-server-sdk';
import { LivekitConfig } from './livekit.config.js';

export interface RoomSeat {
  room: string;
  identity: string;
  name?: string;
  metadata?: string;
  attributes?: Record<string, string>;
}

export interface PersonSeat extends RoomSeat {
  /** How LiveKit makes the room, should this person's coming be what makes it. */
  roomConfig?: RoomConfiguration;
}

/** JWTs for LiveKit. One room and one identity each; none may administer or record. */
@Injectable()
export class RoomTokens {
  constructor(private readonly config: LivekitConfig) {}

  /** For a person or a device; a device may say in its attributes what it can do. */
  participant({ room, roomConfig, ...person }: PersonSeat): Promise<string> {
    const token = this.token(person);
    token.addGrant({ ...inRoom(room), canUpdateOwnMetadata: true });
    token.roomConfig = roomConfig;
    return token.toJwt();
  }

  /** For a participant of our own; clients see it as an agent. */
  agent({ room, ...participant }: RoomSeat): Promise<string> {
    const token = this.token(participant);
    token.kind = 'agent';
    token.addGrant({ ...inRoom(room), agent: true, canUpdateOwnMetadata: true });
    return token.toJwt();
  }

  /** For an agent process, to register as a worker: no room, no identity. */
  worker(): Promise<string> {
    const token = this.token({});
    token.addGrant({ agent: true });
    return token.toJwt();
  }

  private token(options: Omit<RoomSeat, 'room' | 'identity'> & { identity?: string }): AccessToken {
    const { apiKey, apiSecret } = this.config.access();
    return new AccessToken(apiKey, apiSecret, { ...options, ttl: this.config.tokenTtlSeconds });
  }
}

function inRoom(room: string): VideoGrant {
  return { room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true };
}
