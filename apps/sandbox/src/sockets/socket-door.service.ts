import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import type { Faults } from '../control/faults.js';
import { FaultsService } from '../control/faults.service.js';
import { RequestLogService } from '../control/request-log.service.js';
import { SIMULATED_VENDORS } from '../control/simulated-vendor.js';
import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { summarizeUrl } from '../control/summarize.js';
import { VendorSocket } from './vendor-socket.js';

/** An HTTP answer in place of a socket. */
export interface Refusal {
  status: number;
  body: object;
  headers?: Readonly<Record<string, string>> | undefined;
}

/** One kind of socket at one vendor. */
export interface SocketRoute {
  vendor: string;
  /** `{name}` stands for any one segment. */
  path: string;
  /** Of the subprotocols a browser offers, the one that is spoken. */
  subprotocol?: string | RegExp;
  /** Why the connection is not to be had, where the vendor says so before it opens. */
  refuse?(request: IncomingMessage): Refusal | undefined;
  accept(socket: VendorSocket, request: IncomingMessage): void;
}

/** 15 MiB of sound in base64, and its JSON. */
const MOST_BYTES_A_FRAME = 21 * 1024 * 1024;

/** Where sockets come in: finds the vendor, lets go wrong what was asked for, keeps the log, and closes all at the end. */
@Injectable()
export class SocketDoor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly routes: SocketRoute[] = [];
  private readonly raw = new Set<Duplex>();
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES_A_FRAME,
    perMessageDeflate: false,
    handleProtocols: (offered) =>
      [...offered].find((one) => this.routes.some(({ subprotocol }) => isSpoken(one, subprotocol))) ?? false,
  });

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(SIMULATED_VENDORS) private readonly vendors: readonly SimulatedVendor[],
    private readonly faults: FaultsService,
    private readonly log: RequestLogService,
  ) {}

  serve(route: SocketRoute): void {
    this.routes.push(route);
  }

  onApplicationBootstrap(): void {
    const http = this.host.httpAdapter.getHttpServer() as Server;
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** Before the HTTP server closes: it would wait for these connections. */
  onModuleDestroy(): void {
    for (const socket of this.raw) socket.destroy();
    this.server.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.raw.add(socket);
    socket.on('error', () => socket.destroy()); // the client is gone
    socket.once('close', () => this.raw.delete(socket));
    const { path, query } = summarizeUrl(request.url ?? '/');
    const route = this.routes.find((candidate) => matches(candidate.path, path));
    const vendor = this.vendors.find(({ name }) => name === route?.vendor);
    if (!route || !vendor) {
      refuse(socket, { status: 404, body: { message: `no socket is served at ${path}` } });
      return;
    }
    const entry = this.log.begin({ vendor: vendor.name, method: 'WS', path, query });
    const startedAtMs = performance.now();
    socket.once('close', () => {
      entry.durationMs = Math.round(performance.now() - startedAtMs);
    });
    const faults = this.faults.facing(vendor.name, request);
    if (faults.takeStall('connect')) return; // held until the client gives up
    const failure = faults.takeFailure('request');
    if (failure) {
      const { status, retryAfterS } = failure;
      entry.status = status;
      const headers = retryAfterS === undefined ? undefined : { 'Retry-After': String(retryAfterS) };
      refuse(socket, { status, body: vendor.failure(status), headers });
      return;
    }
    const refusal = route.refuse?.(request);
    if (refusal) {
      entry.status = refusal.status;
      refuse(socket, refusal);
      return;
    }
    this.server.handleUpgrade(request, socket, head, (accepted) => {
      entry.status = 101;
      this.admit(new VendorSocket(accepted, entry, faults), route, request, faults);
    });
  }

  private admit(socket: VendorSocket, route: SocketRoute, request: IncomingMessage, faults: Faults): void {
    const vendor = this.faults.of(route.vendor);
    vendor.watch(socket);
    socket.onClose(() => vendor.forget(socket));
    socket.dropLater(faults.takeDrop('socket') ?? {});
    socket.closeLater(faults.takeClose());
    if (!faults.takeStall('open')) route.accept(socket, request);
  }
}

function matches(pattern: string, path: string): boolean {
  const segments = path.split('/');
  const wanted = pattern.split('/');
  return (
    wanted.length === segments.length &&
    wanted.every((segment, i) => (segment.startsWith('{') ? segments[i] !== '' : segment === segments[i]))
  );
}

function isSpoken(offered: string, subprotocol: string | RegExp = ''): boolean {
  return typeof subprotocol === 'string' ? offered === subprotocol : subprotocol.test(offered);
}

function refuse(socket: Duplex, { status, body, headers = {} }: Refusal): void {
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
      'Connection: close',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  );
}
