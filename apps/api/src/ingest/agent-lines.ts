import type { EventEmitter } from 'node:events';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { WebSocket } from 'ws';
import { ClaimRepository } from '#store';
import { Pulse } from '../http/pulse.js';
import type { BeatenSocket } from '../http/pulse.js';
import { SessionConfig } from '../session/session.config.js';

/** RFC 6455: it goes in good order. */
const GOODBYE = 1000;
const LEAVING = 1001;
const REPLACED = 4001;
/** An agent that lives is back in less: it tries again at once, and renews its leases at whichever api it reaches. */
const BACK_WITHIN_MS = 400;
/** An agent renews every third of a lease: who has not done so after this share of it is most likely dead. */
const SILENT_SHARE = 0.6;
const BEAT_MS = 10_000;

export type AgentLine = BeatenSocket & Pick<WebSocket, 'close'> & Pick<EventEmitter, 'once'>;

/**
 * The line that every agent process holds to an api for as long as it lives. A process that dies drops it, which tells of its death
 * long before its leases run out, through any proxy. A line says nothing else: not that a talk is well, and not that a process
 * without one is dead. For that there are the leases.
 */
@Injectable()
export class AgentLines implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AgentLines.name);
  private readonly lines = new Map<string, { line: AgentLine; pulse: Pulse }>();
  private timer?: NodeJS.Timeout;
  private isLeaving = false;

  constructor(
    @Inject(ClaimRepository) private readonly claims: Pick<ClaimRepository, 'hasten'>,
    private readonly config: SessionConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      for (const { pulse } of this.lines.values()) pulse.beat();
    }, BEAT_MS);
  }

  opened(agentProcess: string, line: AgentLine): void {
    line.on('error', () => line.terminate());
    line.once('close', (code: number) => this.closed(agentProcess, line, code));
    this.lines.get(agentProcess)?.line.close(REPLACED, 'there is a newer line of this process');
    this.lines.set(agentProcess, { line, pulse: new Pulse(line) });
  }

  /** Lines that we close ourselves say nothing of agents. */
  beforeApplicationShutdown(): void {
    this.isLeaving = true;
    clearInterval(this.timer);
    for (const { line } of this.lines.values()) line.close(LEAVING, 'the server stops');
  }

  private closed(agentProcess: string, line: AgentLine, code: number): void {
    if (this.lines.get(agentProcess)?.line !== line) return;
    this.lines.delete(agentProcess);
    if (this.isLeaving || code === GOODBYE) return;
    const droppedAt = Date.now();
    setTimeout(() => this.missed(agentProcess, droppedAt), BACK_WITHIN_MS).unref();
  }

  /**
   * While others still hold theirs, one line that stays away is a process that died. Where none is left it may be the way to us that
   * broke: then its leases are given the time for a renewal or two.
   */
  private missed(agentProcess: string, droppedAt: number): void {
    if (this.isLeaving || this.lines.has(agentProcess)) return;
    const { leaseMs } = this.config;
    const hasOthers = this.lines.size > 0;
    const expiresAt = hasOthers ? Date.now() : droppedAt + Math.round(SILENT_SHARE * leaseMs);
    this.claims
      .hasten(agentProcess, { renewedBefore: droppedAt, leaseMs, expiresAt })
      .then((hastened) => {
        if (hastened > 0) this.logger.warn('an agent process dropped its line', { agentProcess, hastened });
      })
      .catch((error: unknown) => {
        this.logger.warn('leases run their full time', { agentProcess, err: error });
      });
  }
}
