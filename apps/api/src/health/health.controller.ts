import { Controller, Get, HttpStatus, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Open } from '../access/open.decorator.js';
import { Leaving } from '../leaving.js';
import { AboutDto, HealthDto, LiveDto, ReadyDto } from './health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('Health')
@Open()
@Controller()
export class HealthController {
  constructor(
    private readonly service: HealthService,
    private readonly leaving: Leaving,
  ) {}

  /** What this is and where to go. A browser is sent to the documentation. */
  @Get()
  @ApiOkResponse({ type: AboutDto })
  about(@Req() request: Request, @Res({ passthrough: true }) response: Response): AboutDto | undefined {
    const wantsPage = request.accepts(['json', 'html']) === 'html';
    if (!wantsPage) return this.service.about();
    response.redirect('/docs');
    return undefined;
  }

  /** The process answers. As JSON, or `OK` for who asks for plain text. */
  @Get('health')
  @ApiOkResponse({ type: HealthDto })
  @ApiProduces('application/json', 'text/plain')
  health(@Req() request: Request, @Res({ passthrough: true }) response: Response): HealthDto | string {
    const wantsText = request.accepts(['json', 'text']) === 'text';
    if (!wantsText) return this.service.health();
    response.type('text/plain');
    return 'OK';
  }

  /** Alive: for a liveness probe. */
  @Get('health/live')
  live(): LiveDto {
    return { status: 'ok' };
  }

  /**
   * Ready to work: database, LiveKit, and which vendors are real. 503 when the database or LiveKit is down, and after SIGTERM.
   *
   * @remarks Backends beside this one and the bucket of recordings are parts as well, as they were found at most some seconds ago. Talks
   * go on without them: they leave it ready.
   */
  @Get('health/ready')
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({ type: ReadyDto })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyDto> {
    const ready = await this.service.ready();
    if (this.leaving.isUnderWay) ready.status = 'unavailable';
    if (ready.status !== 'ok') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return ready;
  }
}
