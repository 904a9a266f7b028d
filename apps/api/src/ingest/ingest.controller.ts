import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { INGEST_LIMITS } from '#conversation';
import { Open } from '../access/open.decorator.js';
import { KnownPeople } from '../contact/known-people.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { DispatchedJobs } from '../joining/dispatched-jobs.js';
import { ClaimService } from './claim.service.js';
import {
  AdoptedJobDto,
  AdoptJobDto,
  ClaimDto,
  ClaimSessionDto,
  HearInterimsDto,
  IngestedDto,
  IngestEventsDto,
  ReleaseClaimDto,
  PersonDto,
  RenewClaimDto,
  RenewedClaimDto,
} from './ingest.dto.js';
import { IngestGuard } from './ingest.guard.js';
import { IngestService } from './ingest.service.js';
import { InterimService } from './interim.service.js';

@ApiTags('Ingest')
@Open('ingest')
@UseGuards(IngestGuard)
@Controller('api/ingest')
export class IngestController {
  constructor(
    private readonly jobs: DispatchedJobs,
    private readonly claims: ClaimService,
    private readonly events: IngestService,
    private readonly interims: InterimService,
    private readonly people: KnownPeople,
  ) {}

  /** An agent got a job that others dispatched: it becomes a session, to be claimed. Safe to repeat. 409 `room_taken`: the room has one. */
  @Post('jobs')
  @ReadsBody()
  adopt(@Body() request: AdoptJobDto): Promise<AdoptedJobDto> {
    return this.jobs.adopt(request);
  }

  /** An agent takes a session, with its definition and what was said so far. A newer claim ends the older one. */
  @Post('claims')
  @ReadsBody()
  claim(@Body() request: ClaimSessionDto): Promise<ClaimDto> {
    return this.claims.claim(request);
  }

  /** The agent's heartbeat. 409 `lease_superseded`: it falls silent at once. */
  @Post('claims/:sessionId/renew')
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  renew(@Param('sessionId') sessionId: string, @Body() request: RenewClaimDto): Promise<RenewedClaimDto> {
    return this.claims.renew(sessionId, request);
  }

  /** The agent goes in the middle of a talk, which another one takes over. 409 `lease_superseded`: it was not its any more. */
  @Post('claims/:sessionId/release')
  @ReadsBody()
  @HttpCode(HttpStatus.NO_CONTENT)
  release(@Param('sessionId') sessionId: string, @Body() request: ReleaseClaimDto): Promise<void> {
    return this.claims.release(sessionId, request);
  }

  /** What is known of the person that a session is for, for an agent that has it. */
  @Get('claims/:sessionId/person')
  person(@Param('sessionId') sessionId: string): Promise<PersonDto> {
    return this.people.answer(sessionId);
  }

  /** What happened in sessions. Safe to repeat: an id counts once. At most 1,000 events and 1 MB. */
  @Post('events')
  @HttpCode(HttpStatus.OK)
  @ReadsBody({ limitBytes: INGEST_LIMITS.maxBytes })
  ingest(@Body() { events }: IngestEventsDto): Promise<IngestedDto> {
    return this.events.ingest(events);
  }

  /** What is being said in sessions just now: told to who follows them, and kept nowhere. Never to be repeated. */
  @Post('interims')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ReadsBody({ limitBytes: INGEST_LIMITS.maxBytes })
  hear(@Body() { interims }: HearInterimsDto): Promise<void> {
    return this.interims.hear(interims);
  }
}
