import { Injectable } from '@nestjs/common';
import { EventRepository, SessionNotFound, SessionRepository } from '#store';
import type { PageRequest, SessionRecord } from '#store';
import { addLogFields } from '#telemetry';
import { mayAny } from '../access/caller.js';
import type { Caller, Scope } from '../access/caller.js';
import { SessionCloser } from './session-closer.js';
import { sessionLogFields } from './session-log-fields.js';
import type { EventsQueryDto, SessionEventPageDto } from './session-event.dto.js';
import { agentSetup } from './agent-setup.js';
import { audioView } from './audio-view.js';
import { mayUse } from './may-use.js';
import { NoSessionInRoom } from './session.errors.js';
import { definitionView, sessionView, usageView } from './session-view.js';
import type { SessionDto, SessionPageDto, StoppedDto } from './session.dto.js';

/** A person and minute each: more than the longest talk has. */
const MEASURED_AT_MOST = 2_000;

@Injectable()
export class SessionService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly happened: EventRepository,
    private readonly closer: SessionCloser,
  ) {}

  async list({ tenantId }: Caller, page: PageRequest): Promise<SessionPageDto> {
    const { items, nextCursor } = await this.sessions.list(tenantId, page);
    return { items: items.map(sessionView), nextCursor };
  }

  async read(caller: Caller, id: string): Promise<SessionDto> {
    const session = await this.theirs(caller, id, 'read');
    const [usage, measured] = await Promise.all([
      this.sessions.usage(caller.tenantId, id),
      this.happened.events(caller.tenantId, id, {
        afterSeq: 0,
        limit: MEASURED_AT_MOST,
        type: 'audio.quality',
      }),
    ]);
    return {
      ...sessionView(session),
      agentConfig: agentSetup(session.definition),
      definition: definitionView(session.definition, mayAny(caller, ['read'])),
      usage: usageView(usage),
      audioQuality: audioView(measured),
    };
  }

  async events(
    caller: Caller,
    id: string,
    { limit, cursor = 0 }: EventsQueryDto,
  ): Promise<SessionEventPageDto> {
    await this.theirs(caller, id, 'read');
    const events = await this.happened.events(caller.tenantId, id, { afterSeq: cursor, limit: limit + 1 });
    const items = events.slice(0, limit).map(({ id: eventId, seq, type, v, at, payload }) => ({
      id: eventId,
      seq,
      type,
      v,
      at,
      payload,
    }));
    return { items, nextCursor: events.length > limit ? String(items.at(-1)?.seq) : null };
  }

  async stop(caller: Caller, id: string): Promise<StoppedDto> {
    const session = await this.theirs(caller, id, 'operate');
    if (!(await this.closer.stop(session, 'stopped'))) throw new SessionNotFound(id);
    return { stopped: true };
  }

  /** By its room, as seed S1 ends it. */
  async stopRoom(caller: Caller, room: string): Promise<void> {
    const session = await this.sessions.findLiveInRoom(caller.tenantId, room);
    if (!session || !mayUse(caller, session, 'operate')) throw new NoSessionInRoom(room);
    addLogFields(sessionLogFields(session));
    if (!(await this.closer.stop(session, 'stopped'))) throw new NoSessionInRoom(room);
  }

  /** Their own, or any of their tenant's with the scope for that. What they may not see is not there. */
  private async theirs(caller: Caller, id: string, scope: Scope): Promise<SessionRecord> {
    const session = await this.sessions.find(caller.tenantId, id);
    if (!session || !mayUse(caller, session, scope)) throw new SessionNotFound(id);
    addLogFields(sessionLogFields(session));
    return session;
  }
}
