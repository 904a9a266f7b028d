import { Injectable, Logger } from '@nestjs/common';
import { MirrorPart, MirrorRepository, OutboxRepository, SessionRepository } from '#store';
import type { LeasedItem, MirroredMessage, SessionRecord } from '#store';
import type { Outcome } from '../outbox/delivery.js';
import { PeerUnavailable } from '../peer/peer-unavailable.js';

/** Somebody who is told of sessions. Each answers false when it does not want this. */
export interface MirrorSink {
  /** @throws PeerUnavailable */
  say(session: SessionRecord, message: MirroredMessage, signal: AbortSignal): Promise<boolean>;
  /** @throws PeerUnavailable */
  end(session: SessionRecord, signal: AbortSignal): Promise<boolean>;
}

/** One item on its way. */
interface Telling {
  item: LeasedItem;
  session: SessionRecord;
  sink: MirrorSink;
  signal: AbortSignal;
}

const MESSAGES_AT_ONCE = 50;

/** Tells a part of a session, message by message. What was told is remembered: a repeat goes on behind it. */
@Injectable()
export class SessionMirror {
  private readonly logger = new Logger(SessionMirror.name);

  constructor(
    private readonly sessions: SessionRepository,
    private readonly mirror: MirrorRepository,
    private readonly outbox: OutboxRepository,
  ) {}

  async tell(item: LeasedItem, sink: MirrorSink, signal: AbortSignal): Promise<Outcome> {
    const part = MirrorPart.safeParse(item.payload);
    const session =
      item.sessionId === null ? undefined : await this.sessions.find(item.tenantId, item.sessionId);
    if (!part.success || !session) return { outcome: 'dead', error: 'It is of no session that there is.' };
    try {
      return await this.tellPart({ item, session, sink, signal }, part.data);
    } catch (error) {
      if (!(error instanceof PeerUnavailable)) throw error;
      return { outcome: 'later', error: error.message, afterMs: error.afterMs };
    }
  }

  private async tellPart(telling: Telling, part: MirrorPart): Promise<Outcome> {
    const { item, session, sink, signal } = telling;
    const refused = await this.say(telling, part);
    if (refused === undefined) return { outcome: 'later', error: 'Another worker has it by now.' };
    const endRefused = part.ended && !(await sink.end(session, signal));
    const { kind } = item;
    if (refused > 0 || endRefused) this.logger.warn('not all was wanted', { kind, refused, endRefused });
    return { outcome: 'done', result: { refused, endRefused } };
  }

  /** How many messages the sink did not want; undefined when the item is another's. */
  private async say(telling: Telling, part: MirrorPart): Promise<number | undefined> {
    let { said, refused } = part;
    while (said) {
      const messages = await this.mirror.messages(telling.session, said, MESSAGES_AT_ONCE);
      for (const message of messages) {
        if (!(await sayOne(telling, message))) refused += 1;
        said = { ...said, from: message.seq + 1 };
        if (!(await this.outbox.revise(telling.item, { ...part, said, refused }))) return undefined;
      }
      if (messages.length < MESSAGES_AT_ONCE) break;
    }
    return refused;
  }
}

/** Of an answer that nobody heard there is nothing to tell. */
async function sayOne({ session, sink, signal }: Telling, message: MirroredMessage): Promise<boolean> {
  return message.text.trim() === '' || sink.say(session, message, signal);
}
