import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Job } from '@livekit/protocol';
import { parseJobMetadata } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { AgentConfig } from '../agent.config.js';
import { SessionHost } from '../session/session-host.js';
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

  async beforeApplicationShutdown(): Promise<void> {
    this.drain();
    await this.host.finish(this.config.shutdownGraceMs);
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

  offered(job: Job): boolean {
    const takes = !this.host.full && parseJobMetadata(job.metadata) !== undefined;
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
  private async serve({ id: jobId, room, metadata }: Job, token: string): Promise<void> {
    const sessionId = parseJobMetadata(metadata)?.sessionId;
    if (!sessionId || !room) return this.link?.jobEnded(jobId, 'not a job of this agent');
    this.link?.jobRunning(jobId);
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
}
