import { Injectable } from '@nestjs/common';
import type { LeasedItem, MirroredMessage, SessionRecord } from '#store';
import { DjangoClient } from '../django/django.client.js';
import type { DjangoSession } from '../django/django.client.js';
import { DjangoTally } from '../django/django-tally.js';
import { Delivery } from '../outbox/delivery.js';
import type { Outcome } from '../outbox/delivery.js';
import { SessionMirror } from './session-mirror.js';
import type { MirrorSink } from './session-mirror.js';

export const DJANGO_SESSION = 'django.session';

/** As long as Django's columns are. */
const MAX_NAME = 128;

/** Tells Django what is said, a request a message as seed S4 does, and that a session ended. */
@Injectable()
export class DjangoSessionDelivery extends Delivery implements MirrorSink {
  readonly kind = DJANGO_SESSION;
  /** A line that is there twice is better than one that is missing. */
  readonly repeatable = true;

  constructor(
    private readonly django: DjangoClient,
    private readonly mirror: SessionMirror,
    private readonly tally: DjangoTally,
  ) {
    super();
  }

  async deliver(item: LeasedItem, signal: AbortSignal): Promise<Outcome> {
    if (!this.django.isThere) return { outcome: 'blocked', error: 'Django is not configured.' };
    return this.mirror.tell(item, this, signal);
  }

  async say(session: SessionRecord, { role, text }: MirroredMessage, signal: AbortSignal): Promise<boolean> {
    const isTaken = await this.django.ingest(toDjango(session), [{ role, text, is_final: true }], signal);
    if (isTaken) this.tally.told(session.tenantId, session.id, 1);
    return isTaken;
  }

  end(session: SessionRecord, signal: AbortSignal): Promise<boolean> {
    const endedAt = new Date(session.endedAt ?? Date.now()).toISOString();
    return this.django.ingest({ ...toDjango(session), ended_at: endedAt }, [], signal);
  }
}

function toDjango({ id, room, definition, verifiedUserId }: SessionRecord): DjangoSession {
  const isTooLong = (verifiedUserId?.length ?? 0) > MAX_NAME;
  return {
    id,
    room: room.slice(0, MAX_NAME),
    system_prompt: definition.instructions,
    user_id: isTooLong ? null : verifiedUserId,
  };
}
