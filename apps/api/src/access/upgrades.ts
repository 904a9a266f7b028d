import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { NoSuchSocket } from './access.errors.js';
import type { Caller, Scope } from './caller.js';
import { UpgradeGuard } from './upgrade.guard.js';

/** A client says little over a socket of ours where nothing else is said. */
const MAX_PAYLOAD_BYTES = 4_096;

export interface Upgrade {
  caller: Caller;
  url: URL;
  /** What the groups of the path caught. */
  parts: readonly string[];
}

/** What becomes of an upgrade that was let in. May throw a problem, which the caller gets in place of a socket. */
type Opening = (upgrade: Upgrade) => Promise<(socket: WebSocket) => void>;

/** The same for agents, who are no callers: it looks at their token itself. Throws a problem, which they get in place of a socket. */
type AgentOpening = (request: IncomingMessage, url: URL) => (socket: WebSocket) => void;

interface Route {
  path: RegExp;
  scopes: [Scope, ...Scope[]];
  opening: Opening;
}

/** The WebSockets of the api, each at its path behind the guard. */
@Injectable()
export class Upgrades implements OnApplicationBootstrap {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  private readonly routes: Route[] = [];
  private readonly routesForAgents = new Map<string, AgentOpening>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly guard: UpgradeGuard,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => void this.upgrade(request, socket, head));
  }

  /** @param scopes Any of these is enough. */
  route(path: RegExp, scopes: Route['scopes'], opening: Opening): void {
    this.routes.push({ path, scopes, opening });
  }

  routeForAgents(path: string, opening: AgentOpening): void {
    this.routesForAgents.set(path, opening);
  }

  /** Never rejects. */
  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'ws://here');
    try {
      const opened = await this.opened(request, socket, url);
      if (opened) this.sockets.handleUpgrade(request, socket, head, opened);
    } catch (error) {
      this.guard.refuse(request, socket, error);
    }
  }

  /** Undefined where the guard has refused the caller. */
  private async opened(
    request: IncomingMessage,
    socket: Duplex,
    url: URL,
  ): Promise<((socket: WebSocket) => void) | undefined> {
    const openForAgent = this.routesForAgents.get(url.pathname);
    if (openForAgent) return openForAgent(request, url);
    const route = this.routes.find(({ path }) => path.test(url.pathname));
    const caller = await this.guard.admit(request, socket, ...(route?.scopes ?? ['session', 'read']));
    if (!caller) return undefined;
    if (!route) throw new NoSuchSocket(url.pathname);
    const [, ...parts] = route.path.exec(url.pathname) ?? [];
    return route.opening({ caller, url, parts });
  }
}
