import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { WebSocket } from 'ws';
import { AGENT_LINE_PATH, AGENT_PROCESS_PARAM } from '#conversation';
import { ingestToken, LivekitConfig } from '#livekit';
import { AgentConfig } from '../agent.config.js';

const HANDSHAKE_DEADLINE_MS = 2_000;
/** The first attempt at once: an api that misses the line waits a moment before it takes this process for dead. */
const RECONNECT_MS = [0, 100, 300, 1_000, 2_000];
/** The api pings three times in this time. */
const SILENT_FOR_MS = 30_000;
const GOODBYE = 1000;

/**
 * The line by which the api knows that this process lives. It drops with the process. Where it is cut while the process lives, all leases
 * are renewed at once, at whichever api answers.
 */
@Injectable()
export class ApiLine implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ApiLine.name);
  private readonly listeners = new Set<() => void>();
  private readonly url: string;
  private readonly token: string | undefined;
  private socket: WebSocket | undefined;
  private retry: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private attempts = 0;
  private isClosed = false;

  constructor(config: AgentConfig, livekit: LivekitConfig) {
    const base = config.apiUrl.replace(/^http/, 'ws').replace(/\/+$/, '');
    this.url = `${base}${AGENT_LINE_PATH}?${AGENT_PROCESS_PARAM}=${encodeURIComponent(config.processId)}`;
    this.token = ingestToken(livekit);
  }

  onApplicationBootstrap(): void {
    if (this.token !== undefined) this.connect(this.token);
  }

  onApplicationShutdown(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.socket?.close(GOODBYE);
  }

  /** @returns what ends the listening */
  whenCut(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private connect(token: string): void {
    const socket = new WebSocket(this.url, {
      headers: { Authorization: `Bearer ${token}` },
      handshakeTimeout: HANDSHAKE_DEADLINE_MS,
      perMessageDeflate: false,
    });
    this.socket = socket;
    let wasOpen = false;
    let reason = 'the api closed it';
    socket.on('open', () => {
      wasOpen = true;
      this.attempts = 0;
      this.heard(socket);
    });
    socket.on('ping', () => this.heard(socket));
    socket.on('error', ({ message }) => (reason = message));
    socket.once('close', () => {
      clearTimeout(this.silence);
      if (this.isClosed) return;
      if (wasOpen) this.cut(reason);
      else if (this.attempts === 1) this.logger.warn('no line to the api; trying again', { reason });
      const waitMs = RECONNECT_MS[Math.min(this.attempts++, RECONNECT_MS.length - 1)];
      this.retry = setTimeout(() => this.connect(token), waitMs);
    });
  }

  private heard(socket: WebSocket): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => socket.terminate(), SILENT_FOR_MS);
  }

  private cut(reason: string): void {
    this.logger.warn('the line to the api was cut', { reason });
    for (const listener of this.listeners) listener();
  }
}
