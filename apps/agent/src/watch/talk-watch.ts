import { Injectable, Logger } from '@nestjs/common';
import type { ClaimAnswer, EndReason, EventPayload, EventType } from '#conversation';
import type { Report } from '#talk';
import { TalkMetrics } from './talk.metrics.js';

/** What is done with the events of one session, by type. */
export type EventHandlers = { [T in EventType]?: (payload: EventPayload<T>) => void };

/** Watches talks by their events: nothing that happens in here reaches a talk. */
@Injectable()
export class TalkWatch {
  private readonly logger = new Logger(TalkWatch.name);

  constructor(private readonly metrics: TalkMetrics) {}

  /** For one session, whose job came at `since`: to be told of every event of it. */
  follow({ sessionId }: Pick<ClaimAnswer, 'sessionId'>, since: Date): Report {
    const handlers = this.metrics.handlers(since);
    return (type, payload) => {
      try {
        handlers[type]?.(payload);
      } catch (error) {
        this.logger.error('fault in watching a talk', { err: error, sessionId, type });
      }
    };
  }

  ended(reason: EndReason): void {
    this.metrics.ended(reason);
  }
}
