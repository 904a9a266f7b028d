import { Injectable, Logger } from '@nestjs/common';
import { EventEnvelope } from '#conversation';
import type { IngestAnswer, RejectedEvent } from '#conversation';
import { BadInput } from '#problem';
import { EventRepository, SessionRepository } from '#store';
import type { IngestOutcome } from '#store';
import { withLogFields } from '#telemetry';
import { EventReader } from '../contact/event-reader.js';
import { OutboxWorker } from '../outbox/outbox.worker.js';
import { RoomCloser } from '../session/room-closer.js';
import { SessionBudget } from '../session/session-budget.js';
import { sessionLogFields } from '../session/session-log-fields.js';
import { SessionMetrics } from '../session/session.metrics.js';
import { SessionFeeds } from '../transcript/session-feeds.js';
import { LateSegments } from '../recording/late-segments.js';
import { RecordingRetentionConfig } from '../recording/retention.config.js';
import { Prices } from '../usage/prices.js';
import { IngestMetrics } from './ingest.metrics.js';

/** What agents tell: kept once each, whatever they repeat. */
@Injectable()
export class IngestService {
  private readonly logger = new Logger(IngestService.name);

  constructor(
    private readonly events: EventRepository,
    private readonly sessions: SessionRepository,
    private readonly rooms: RoomCloser,
    private readonly outbox: OutboxWorker,
    private readonly prices: Prices,
    private readonly retention: RecordingRetentionConfig,
    private readonly budget: SessionBudget,
    private readonly metrics: IngestMetrics,
    private readonly sessionMetrics: SessionMetrics,
    private readonly feeds: SessionFeeds,
    private readonly reader: EventReader,
    private readonly lateSegments: LateSegments,
  ) {}

  /** An event that does not fit is refused by its id and holds up no other. @throws BadInput for what has no id to refuse. */
  async ingest(candidates: readonly unknown[]): Promise<IngestAnswer> {
    const envelopes: EventEnvelope[] = [];
    const misshapen: RejectedEvent[] = [];
    candidates.forEach((candidate, index) => {
      const envelope = EventEnvelope.safeParse(candidate);
      if (envelope.success) envelopes.push(envelope.data);
      else misshapen.push({ id: idOf(candidate, index), code: 'bad_event' });
    });
    const { keepRecordingsMs } = this.retention;
    const outcome = await this.events.ingest(envelopes, Date.now(), this.prices.costMicros, keepRecordingsMs);
    const { accepted, duplicates, rejected, applied, fired } = outcome;
    const refused = [...misshapen, ...rejected];
    if (refused.length) this.logger.warn('events refused', { refused: refused.length, first: refused[0] });
    this.feeds.took(applied);
    if (fired > 0 || applied.some(({ type }) => type === 'crm.deferred')) this.outbox.wake();
    this.reader.took(applied);
    const homeless = new Set(rejected.filter(({ code }) => code === 'session_not_found').map(({ id }) => id));
    await this.lateSegments.arrived(
      applied,
      envelopes.filter(({ id }) => homeless.has(id)),
    );
    await this.closeRoomsOfEnded(outcome);
    await this.budget.spent(outcome.spent);
    const answer = { accepted, duplicates, rejected: refused };
    this.metrics.took(answer);
    return answer;
  }

  /** The agent ended these sessions; devices learn it from their room going away. */
  private async closeRoomsOfEnded({ applied, ended }: IngestOutcome): Promise<void> {
    for (const { type, sessionId } of applied) {
      if (type !== 'session.ended') continue;
      const session = await this.sessions.findAnyTenant(sessionId);
      if (!session) continue;
      const { room, endReason } = session;
      if (endReason !== null && ended.includes(sessionId)) this.sessionMetrics.ended(endReason);
      withLogFields(sessionLogFields(session), () => this.logger.log('session ended', { reason: endReason }));
      this.rooms.closeSoon(room);
    }
  }
}

function idOf(candidate: unknown, index: number): string {
  const hasId = typeof candidate === 'object' && candidate !== null && 'id' in candidate;
  if (hasId && typeof candidate.id === 'string' && candidate.id) return candidate.id;
  throw new BadInput([{ field: `events.${index}.id`, message: `events.${index} must have an id` }]);
}
