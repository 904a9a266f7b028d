import { Controller, Get, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AgentConfig } from '../agent.config.js';
import { Spool } from '../ledger/spool.js';
import { SessionHost } from '../session/session-host.js';
import { WorkerService } from '../worker/worker.service.js';
import { LivenessDto, LoadDto, OpenSessionsDto, ReadinessDto } from './face.dto.js';

/** What an operator and an orchestrator ask an agent process. It takes no part in any talk. */
@ApiTags('Agent')
@Controller()
export class FaceController {
  constructor(
    private readonly config: AgentConfig,
    private readonly host: SessionHost,
    private readonly worker: WorkerService,
    private readonly spool: Spool,
  ) {}

  /** JSON, or the bare word `OK` for who asks for plain text. */
  @Get('health')
  health(@Req() request: Request, @Res({ passthrough: true }) response: Response): LivenessDto | string {
    if (request.accepts('json', 'text') !== 'text') return this.live();
    response.type('text/plain');
    return 'OK';
  }

  /** Whether the process answers. */
  @Get('health/live')
  live(): LivenessDto {
    return {
      status: 'ok',
      service: 'parley-agent',
      process: this.config.processId,
      uptime: Math.floor(process.uptime()),
      timestamp: new Date().toISOString(),
    };
  }

  /** Whether it takes sessions: 503 while it is not registered with LiveKit, and while it drains. */
  @Get('health/ready')
  @ApiServiceUnavailableResponse({ type: ReadinessDto })
  ready(@Res({ passthrough: true }) response: Response): ReadinessDto {
    const { registered: livekit } = this.worker;
    const { draining } = this.host;
    const ready = livekit && !draining;
    if (!ready) response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: ready ? 'ok' : 'unavailable', livekit, draining };
  }

  /** How much of this process is in use. */
  @Get('load')
  load(): LoadDto {
    const { sessions, maxSessions, full } = this.worker.load();
    return {
      sessions,
      maxSessions,
      full,
      draining: this.host.draining,
      eventsWaiting: this.spool.waiting,
      memoryBytes: process.memoryUsage.rss(),
    };
  }

  /** The sessions in this process. */
  @Get('sessions')
  sessions(): OpenSessionsDto {
    const items = this.host.open.map(({ job: { sessionId, room, jobId }, since }) => ({
      sessionId,
      room,
      jobId,
      since: since.toISOString(),
    }));
    return { items };
  }

  /** Takes no more sessions from here on; the running talks go on. The process stays up until it is told to stop. */
  @Post('drain')
  @HttpCode(HttpStatus.OK)
  drain(): LoadDto {
    this.worker.drain();
    return this.load();
  }
}
