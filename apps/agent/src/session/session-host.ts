import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EndReason } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { PipelineProviders } from '#providers';
import { RealtimeModels } from '#providers/realtime';
import type { TalkTool } from '#talk';
import { AgentConfig } from '../agent.config.js';
import { ApiLine } from '../ledger/api-line.js';
import { Interims } from '../ledger/interims.js';
import { LedgerClient } from '../ledger/ledger.client.js';
import { Spool } from '../ledger/spool.js';
import { RecordingDesk } from '../recording/recording-desk.js';
import type { RoomReach } from '../tools/reach.js';
import { AGENT_TOOLS } from '../tools/tools.module.js';
import { TalkWatch } from '../watch/talk-watch.js';
import { HostedSession } from './hosted-session.js';
import type { HostReach, SessionJob } from './hosted-session.js';
import { NativeMemory } from './native-memory.js';

/** The sessions of this process. */
@Injectable()
export class SessionHost {
  private readonly logger = new Logger(SessionHost.name);
  private readonly sessions = new Map<string, HostedSession>();
  private readonly reach: HostReach;
  private isDraining = false;
  private emptied = Promise.withResolvers<void>();

  constructor(
    private readonly config: AgentConfig,
    private readonly spool: Spool,
    interims: Interims,
    ledger: LedgerClient,
    line: ApiLine,
    tokens: RoomTokens,
    livekit: LivekitConfig,
    models: RealtimeModels,
    pipelines: PipelineProviders,
    @Inject(AGENT_TOOLS) tools: TalkTool<RoomReach>[],
    watch: TalkWatch,
    private readonly memory: NativeMemory,
    recordings: RecordingDesk,
  ) {
    this.reach = {
      agentProcess: config.processId,
      ledger,
      line,
      spool,
      interims,
      tokens,
      livekit,
      models,
      pipelines,
      tools,
      watch,
      recordings,
    };
  }

  get draining(): boolean {
    return this.isDraining;
  }

  get full(): boolean {
    return this.isDraining || this.spool.full || this.sessions.size >= this.config.maxSessions;
  }

  get open(): readonly HostedSession[] {
    return [...this.sessions.values()];
  }

  /** Hosts a session to its end; resolves to what went wrong, if anything did. */
  async host(job: SessionJob): Promise<string | undefined> {
    const session = new HostedSession(job, this.reach);
    this.sessions.set(job.jobId, session);
    this.memory.inUse();
    try {
      return await session.run();
    } finally {
      this.sessions.delete(job.jobId);
      if (this.sessions.size === 0) {
        this.memory.idle();
        this.emptied.resolve();
      }
    }
  }

  end(jobId: string, reason: EndReason): void {
    this.sessions.get(jobId)?.end(reason);
  }

  /** Takes no more sessions; the running ones go on. */
  drain(): void {
    if (this.isDraining) return;
    this.isDraining = true;
    this.emptied = Promise.withResolvers();
    if (this.sessions.size === 0) this.emptied.resolve();
    this.logger.log('draining: no more sessions', { sessions: this.sessions.size });
  }

  /** Waits for the running talks. Those that are left at the deadline end, or go on elsewhere where their agent is lost to them. */
  async finish(graceMs: number, reason: 'shutdown' | 'agent_lost'): Promise<void> {
    this.drain();
    const timer = setTimeout(() => {
      for (const session of this.sessions.values()) session.end(reason, 'shutdown');
    }, graceMs);
    await this.emptied.promise;
    clearTimeout(timer);
  }
}
