import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { BadInput } from '#problem';
import { SessionNotFound, SessionRepository } from '#store';
import type { SessionKey } from '#store';
import type { Caller } from '../access/caller.js';
import { NoSuchSocket } from '../access/access.errors.js';
import { UpgradeGuard } from '../access/upgrade.guard.js';
import { mayUse } from '../session/may-use.js';
import { Follower } from './follower.js';
import { SessionFeeds } from './session-feeds.js';

const PATH = /^\/ws\/transcript\/([^/]+)$/;
/** A client says `ping` and nothing else. */
const MAX_PAYLOAD_BYTES = 4_096;

/**
 * `WS /ws/transcript/{sessionId}`: what is said in a session and what happens in it, one JSON text a line. With `?after=seq` from there on,
 * else from its beginning. It closes with 1000 when the session has ended, with 4008 for who reads too slowly.
 */
@Injectable()
export class TranscriptGateway implements OnApplicationBootstrap {
  private readonly logger = new Logger(TranscriptGateway.name);
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly guard: UpgradeGuard,
    private readonly sessions: SessionRepository,
    private readonly feeds: SessionFeeds,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => void this.upgrade(request, socket, head));
  }

  /** Never rejects. */
  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'ws://here');
    const caller = await this.guard.admit(request, socket, 'session', 'read');
    if (!caller) return;
    try {
      const session = await this.find(caller, url);
      const after = placeIn(url);
      this.sockets.handleUpgrade(request, socket, head, (opened) => void this.follow(opened, session, after));
    } catch (error) {
      this.guard.refuse(request, socket, error);
    }
  }

  /** @throws NoSuchSocket @throws SessionNotFound */
  private async find(caller: Caller, { pathname }: URL): Promise<SessionKey> {
    const [, id] = PATH.exec(pathname) ?? [];
    if (id === undefined) throw new NoSuchSocket(pathname);
    const session = await this.sessions.find(caller.tenantId, id);
    if (!session || !mayUse(caller, session, 'read')) throw new SessionNotFound(id);
    return session;
  }

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
