import { Injectable } from '@nestjs/common';
import { ContactCaptures, Store } from '#store';
import type { ContactSource, StoredEvent } from '#store';
import { AuditTrail } from '../audit/audit-trail.js';
import { ContactMetrics } from './contact.metrics.js';
import { FollowUps } from './follow-ups.js';
import type { ToldOfPerson } from './reading/told-of-person.js';

/** What a person said of themselves becomes their contact; who follows the talk finds it in the audit. */
@Injectable()
export class ContactCaptureService {
  constructor(
    private readonly captures: ContactCaptures,
    private readonly audit: AuditTrail,
    private readonly followUps: FollowUps,
    private readonly store: Store,
    private readonly metrics: ContactMetrics,
  ) {}

  /** For `Store.write`, with what else came of the event. */
  async capture({ tenantId, conversationId, ...event }: StoredEvent, told: ToldOfPerson): Promise<void> {
    const { by, fields, preferences } = told;
    const { id: eventId, sessionId } = event;
    const source: ContactSource = { by, eventId, sessionId, at: Date.parse(event.at) };
    const captured = await this.captures.capture({
      tenantId,
      conversationId,
      fields,
      preferences,
      source,
      now: Date.now(),
    });
    if (!captured) return;
    const { contact, isNew, parts, merged } = captured;
    for (const id of merged) {
      await this.audit.record('contact.merged', { tenantId, id }, { detail: { into: contact.id, eventId } });
    }
    if (parts.length === 0) return;
    this.store.whenKept(() => this.metrics.captured(isNew));
    const detail = { parts, by, eventId, sessionId, conversationId };
    await this.audit.record(isNew ? 'contact.created' : 'contact.captured', contact, { detail });
    await this.followUps.captured({ tenantId, conversationId, contact, isNew, parts, source });
  }
}
