import { Injectable, Logger } from '@nestjs/common';
import { SessionRepository } from '#store';
import { endedWithin } from './ended-within.js';
import { SessionCloser } from './session-closer.js';
import type { ClosingSession } from './session-closer.js';

/** An agent whose room was closed has told the rest and gone in less. Seed S4's page gives the whole start five seconds. */
const PATIENCE_MS = 2_000;

/** Lets a session that is ending leave its room: another one may not begin there before it has. */
@Injectable()
export class SessionDeparture {
  private readonly logger = new Logger(SessionDeparture.name);

  constructor(
    private readonly sessions: SessionRepository,
    private readonly closer: SessionCloser,
  ) {}

  /** Waits a little for its agent to tell the end of it, then ends it without. */
  async of(session: ClosingSession): Promise<void> {
    if (await endedWithin(PATIENCE_MS, session, this.sessions)) return;
    this.logger.warn('session had to make room', { sessionId: session.id, room: session.room });
    await this.closer.replace(session);
  }
}
