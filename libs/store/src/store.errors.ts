import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class SessionNotFound extends Problem {
  readonly code = 'session_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(sessionId: string) {
    super(`There is no session ${sessionId}.`);
  }
}

export class ConversationNotFound extends Problem {
  readonly code = 'conversation_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(conversationId: string) {
    super(`There is no conversation ${conversationId}.`);
  }
}

/** The session is ending or has ended: no agent may take it any more. */
export class SessionOver extends Problem {
  readonly code = 'session_over';
  readonly status = HttpStatus.CONFLICT;

  constructor(sessionId: string) {
    super(`Session ${sessionId} is over.`);
  }
}

/** Rooms are shared by all tenants of a LiveKit server, so one tenant can stand in another's way; it learns nothing more. */
export class RoomTaken extends Problem {
  readonly code = 'room_taken';
  readonly status = HttpStatus.CONFLICT;

  constructor(room: string) {
    super(`Room ${room} is taken. Choose another name.`);
  }
}

/** A conversation goes on in one session at a time. */
export class ConversationLive extends Problem {
  readonly code = 'conversation_live';
  readonly status = HttpStatus.CONFLICT;

  constructor(
    conversationId: string,
    readonly sessionId: string,
  ) {
    super(
      `Conversation ${conversationId} is going on in session ${sessionId}. End that one first, or join its room.`,
    );
  }
}

/**
 * The database is locked by another program, its disk is full, or it cannot be reached or read. What was asked for was not done at
 * all, but for one case: a connection to Postgres that is lost while it commits leaves open whether it did.
 */
export class StoreUnavailable extends Problem {
  readonly code = 'store_unavailable';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly retryAfterSeconds = 1;

  constructor(override readonly cause: unknown) {
    super('The database cannot be reached at the moment. Try again shortly.');
  }
}

export class ContactNotFound extends Problem {
  readonly code = 'contact_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(contactId: string) {
    super(`There is no contact ${contactId}.`);
  }
}

/** An address or a number is one person's alone. */
export class ContactExists extends Problem {
  readonly code = 'contact_exists';
  readonly status = HttpStatus.CONFLICT;

  constructor(kind: 'email' | 'phone', contactId: string) {
    super(`Contact ${contactId} has this ${kind}. Merge the two if they are one person.`);
  }
}

export class ContactMergedAlready extends Problem {
  readonly code = 'contact_merged';
  readonly status = HttpStatus.CONFLICT;

  constructor(contactId: string, intoId: string) {
    super(`Contact ${contactId} and contact ${intoId} are one already.`);
  }
}
