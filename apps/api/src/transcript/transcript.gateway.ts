import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { BadInput } from '#problem';
import { SessionNotFound, SessionRepository } from '#store';
import type { SessionKey, SessionSummary } from '#store';
import type { Caller } from '../access/caller.js';
import { Upgrades } from '../access/upgrades.js';
import { mayUse } from '../session/may-use.js';
import { Follower } from './follower.js';
import { SessionFeeds } from './session-feeds.js';

const PATH = /^\/ws\/transcript\/([^/]+)$/;

/**
 * `WS /ws/transcript/{sessionId}`: what is said in a session and what happens in it, one JSON text a line. With `?after=seq` from there on,
 * else from its beginning; and what is being said just now, which is kept nowhere. It closes with 1000 when the session has ended, with
 * 4008 for who reads too slowly. What a client says is passed over.
 */
@Injectable()
export class TranscriptGateway implements OnApplicationBootstrap {
  private readonly logger = new Logger(TranscriptGateway.name);

  constructor(
    private readonly upgrades: Upgrades,
    private readonly sessions: SessionRepository,
    private readonly feeds: SessionFeeds,
  ) {}

  onApplicationBootstrap(): void {
    this.upgrades.route(PATH, ['session', 'read'], async ({ caller, url, parts: [id = ''] }) => {
      const session = await this.find(caller, id);
      // Nobody has read what has not happened; taken at their word they would be told nothing.
      const after = Math.min(placeIn(url), session.lastSeq);
      return (socket) => void this.follow(socket, session, after);
    });
  }

  /** @throws SessionNotFound */
  private async find(caller: Caller, id: string): Promise<SessionSummary> {
    const session = await this.sessions.find(caller.tenantId, id);
    if (!session || !mayUse(caller, session, 'read')) throw new SessionNotFound(id);
    return session;
  }

  /** Never rejects. */
  private async follow(socket: WebSocket, session: SessionKey, after: number): Promise<void> {
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => socket.terminate());
    const follower = new Follower(socket, after);
    try {
      await this.feeds.join(session, follower, closed);
    } catch (error) {
      this.logger.warn('a session cannot be followed', { sessionId: session.id, err: error });
      follower.close('failed', 'the session cannot be read at the moment');
    }
  }
}

/** @throws BadInput */
function placeIn({ searchParams }: URL): number {
  const after = searchParams.get('after') ?? '0';
  if (!/^\d{1,15}$/.test(after)) {
    throw new BadInput([{ field: 'after', message: 'after must be a seq: a whole number from 0' }]);
  }
  return Number(after);
}
