import { Injectable } from '@nestjs/common';
import { AgentDispatchClient } from 'livekit-server-sdk';
import { CLIENT_OPTIONS, isNotFound, LivekitCalls } from './livekit-calls.js';
import { LivekitConfig } from './livekit.config.js';

export interface Dispatch {
  id: string;
  /** A worker has said yes to it. */
  taken: boolean;
}

/** Calls for our agent in a room. LiveKit forgets a dispatch that no worker took, without a word: whoever makes one watches it. */
@Injectable()
export class Dispatches {
  private opened?: AgentDispatchClient;

  constructor(
    private readonly config: LivekitConfig,
    private readonly calls: LivekitCalls,
  ) {}

  /** The room must exist: LiveKit would make it with its own time-outs instead of ours. */
  async create(room: string, metadata: string): Promise<Dispatch> {
    const client = this.client();
    const { id } = await this.calls.make('dispatch an agent', () =>
      client.createDispatch(room, this.config.agentName, { metadata }),
    );
    return { id, taken: false };
  }

  /** Only those for our agent: LiveKit adds a nameless one to every room. */
  async list(room: string): Promise<Dispatch[]> {
    const client = this.client();
    const dispatches = await this.calls.make('list dispatches', () =>
      client.listDispatch(room).catch((error: unknown) => {
        if (isNotFound(error)) return [];
        throw error;
      }),
    );
    return dispatches
      .filter(({ agentName }) => agentName === this.config.agentName)
      .map(({ id, state }) => ({ id, taken: (state?.jobs.length ?? 0) > 0 }));
  }

  async delete(id: string, room: string): Promise<void> {
    const client = this.client();
    await this.calls.remove('delete a dispatch', () => client.deleteDispatch(id, room));
  }

  private client(): AgentDispatchClient {
    const { serverUrl, apiKey, apiSecret } = this.config.access();
    return (this.opened ??= new AgentDispatchClient(serverUrl, apiKey, apiSecret, CLIENT_OPTIONS));
  }
}
