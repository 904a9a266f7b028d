import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Job } from '@livekit/protocol';
import { parseJobMetadata } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { AgentConfig } from '../agent.config.js';
import { SessionHost } from '../session/session-host.js';
import { LedgerClient } from '../ledger/ledger.client.js';
import { adoptJob } from '../session/claim-session.js';
import { JobMetrics } from './job.metrics.js';
import { agentIdentity, WorkerLink } from './worker-link.js';
import type { WorkerLinkListener, WorkerLoad } from './worker-link.js';

type Host = Pick<SessionHost, 'open' | 'full' | 'host' | 'end' | 'drain' | 'finish'>;

/** A room that was closed tells so itself in this time, and why. */
const ROOM_TELLS_WITHIN_MS = 1_000;

/** This process as a LiveKit worker: takes jobs while there is room, tells how each ended, drains before it stops. */
@Injectable()
export class WorkerService implements OnApplicationBootstrap, BeforeApplicationShutdown, WorkerLinkListener {
  private readonly logger = new Logger(WorkerService.name);
  private link: WorkerLink | undefined;

  constructor(
    private readonly config: AgentConfig,
    private readonly livekit: LivekitConfig,
    private readonly tokens: RoomTokens,
    @Inject(SessionHost) private readonly host: Host,
    private readonly metrics: JobMetrics,
    @Inject(LedgerClient) private readonly ledger: Pick<LedgerClient, 'adopt'>,
  ) {}

  get registered(): boolean {
    return this.link?.registered ?? false;
  }

  onApplicationBootstrap(): void {
    if (!this.livekit.configured) {
      this.logger.warn('no LiveKit server is configured: this agent takes no sessions');
      return;
    }
    const { agentName } = this.livekit;
    const options = {
      url: this.livekit.workerUrl(),
      agentName,
      token: () => this.tokens.worker(),
      version: '1.9.0',
    };
    this.link = new WorkerLink(options, this);
    this.link.open();
  }

  /** SIGTERM ends this process, and its talks go on in another; SIGINT, Ctrl-C, ends all of Parley. */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.drain();
    await this.host.finish(this.config.shutdownGraceMs, signal === 'SIGINT' ? 'shutdown' : 'agent_lost');
    this.link?.close();
  }

  drain(): void {
    this.host.drain();
    this.link?.reportLoad();
  }

  load(): WorkerLoad {
    return { sessions: this.host.open.length, maxSessions: this.config.maxSessions, full: this.host.full };
  }

  connected(workerId: string): void {
    this.logger.log('registered with LiveKit', { workerId, agentName: this.livekit.agentName });
  }

  offered(): boolean {
    const takes = !this.host.full;
    this.metrics.answered(takes);
    return takes;
  }

  assigned(job: Job, token: string): void {
    void this.serve(job, token);
  }

  /** Our participant is gone from the room: with the room, or alone, because its media never came through or it was put out. */
  terminated(jobId: string): void {
    setTimeout(() => this.host.end(jobId, 'agent_lost'), ROOM_TELLS_WITHIN_MS).unref();
  }

  disconnected(reason: string): void {
    this.logger.warn('not connected to LiveKit; trying again', { reason });
  }

  /** Never rejects: a hosted session tells what went wrong. */
  private async serve(job: Job, token: string): Promise<void> {
    const { id: jobId, room } = job;
    if (!room) return this.link?.jobEnded(jobId, 'not a job of this agent');
    this.link?.jobRunning(jobId);
    const sessionId = await this.sessionOf(job, room.name);
    if (sessionId === undefined) return this.link?.jobEnded(jobId, 'no session');
    const hosted = this.host.host({
      jobId,
      sessionId,
      room: room.name,
      token,
      agentIdentity: agentIdentity(jobId),
    });
    this.link?.reportLoad();
    this.link?.jobEnded(jobId, await hosted);
    this.link?.reportLoad();
  }

  /** A dispatch of ours names it, for one of others the api opens one. Undefined when there is none; never rejects. */
  private async sessionOf({ id: jobId, metadata }: Job, room: string): Promise<string | undefined> {
    const ours = parseJobMetadata(metadata)?.sessionId;
    if (ours !== undefined) return ours;
    try {
      return await adoptJob({ jobId, room, metadata }, this.ledger);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.warn('a dispatch of others is not served', { jobId, room, reason });
      return undefined;
    }
  }
}
