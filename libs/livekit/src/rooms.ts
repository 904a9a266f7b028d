import { Injectable } from '@nestjs/common';
import { RoomServiceClient } from 'livekit-server-sdk';
import { CLIENT_OPTIONS, LivekitCalls } from './livekit-calls.js';
import { LivekitConfig } from './livekit.config.js';

export interface NewRoom {
  name: string;
  /** How long the room waits for its first participant. */
  emptyTimeoutS: number;
  /** How long the room stays after its last participant left. */
  departureTimeoutS: number;
  metadata?: string;
}

export interface OpenRoom {
  name: string;
  /** Epoch ms, by LiveKit's clock. */
  createdAt: number;
  /** As whoever made it wrote it; empty when nobody did. */
  metadata: string;
}

export interface RoomParticipant {
  identity: string;
  /** As whoever made the token wrote it; empty when nobody did. */
  metadata: string;
}

/** The rooms of the LiveKit server. Every call has a deadline; failures are `LivekitUnavailable`. */
@Injectable()
export class Rooms {
  private opened?: RoomServiceClient;

  constructor(
    private readonly config: LivekitConfig,
    private readonly calls: LivekitCalls,
  ) {}

  /** A room that exists already stays as it is, with the settings of whoever made it. */
  async create({ name, emptyTimeoutS, departureTimeoutS, metadata }: NewRoom): Promise<void> {
    const client = this.client();
    await this.calls.make('create a room', () =>
      client.createRoom({ name, emptyTimeout: emptyTimeoutS, departureTimeout: departureTimeoutS, metadata }),
    );
  }

  /** Everybody in the room is disconnected. */
  async delete(name: string): Promise<void> {
    const client = this.client();
    await this.calls.remove('delete a room', () => client.deleteRoom(name));
  }

  /** The rooms that exist, all of them or those among `names`. */
  async list(names?: string[]): Promise<OpenRoom[]> {
    const client = this.client();
    const rooms = await this.calls.make('list rooms', () => client.listRooms(names));
    return rooms.map(({ name, creationTime, creationTimeMs, metadata }) => ({
      name,
      metadata,
      createdAt: Number(creationTimeMs || creationTime * 1_000n),
    }));
  }

  /** Who is in it. */
  async participants(room: string): Promise<RoomParticipant[]> {
    const client = this.client();
    const people = await this.calls.make('list participants', () => client.listParticipants(room));
    return people.map(({ identity, metadata }) => ({ identity, metadata }));
  }

  async removeParticipant(room: string, identity: string): Promise<void> {
    const client = this.client();
    await this.calls.remove('remove a participant', () => client.removeParticipant(room, identity));
  }

  private client(): RoomServiceClient {
    const { serverUrl, apiKey, apiSecret } = this.config.access();
    return (this.opened ??= new RoomServiceClient(serverUrl, apiKey, apiSecret, CLIENT_OPTIONS));
  }
}
