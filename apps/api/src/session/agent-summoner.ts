import { Injectable } from '@nestjs/common';
import type { AgentDefinition, JobMetadata } from '#conversation';
import { Dispatches, ownRoom, Rooms } from '#livekit';
import { SessionRepository } from '#store';
import type { SessionKey, SessionRecord } from '#store';

/** How long a room waits for its first participant: the person has the address and may take a while. */
const EMPTY_TIMEOUT_S = 300;

export interface SummonedSession extends SessionKey {
  room: string;
}

/** Makes the room of a session and sends an agent into it. */
@Injectable()
export class AgentSummoner {
  constructor(
    private readonly rooms: Rooms,
    private readonly dispatches: Dispatches,
    private readonly sessions: SessionRepository,
  ) {}

  /**
   * LiveKit ends a room when all people are gone, whatever the agent does: so it stays for as long as they may come back.
   *
   * @param about What everybody in the room may know of it. A room that is there keeps what it has.
   */
  async openRoom(
    name: string,
    { limits }: AgentDefinition,
    about: Record<string, string> = {},
  ): Promise<void> {
    await this.rooms.create({
      name,
      emptyTimeoutS: EMPTY_TIMEOUT_S,
      departureTimeoutS: limits.idleS,
      metadata: ownRoom(about),
    });
  }

  /**
   * Sends for another agent: the earlier dispatches lead nowhere.
   *
   * @throws LivekitUnavailable
   */
  async summonAgain(session: SessionRecord, earlier: readonly string[]): Promise<void> {
    const { room, definition } = session;
    await Promise.all(earlier.map((id) => this.dispatches.delete(id, room)));
    await this.openRoom(room, definition); // a LiveKit that was restarted knows no rooms
    await this.dispatch(session);
  }

  async dispatch(session: SummonedSession): Promise<void> {
    const metadata: JobMetadata = { sessionId: session.id };
    const dispatch = await this.dispatches.create(session.room, JSON.stringify(metadata));
    await this.sessions.addDispatch(session, { id: dispatch.id, at: Date.now() });
    await this.sessions.markWaiting(session);
  }
}
