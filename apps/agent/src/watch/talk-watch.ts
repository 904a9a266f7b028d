import { Injectable, Logger } from '@nestjs/common';
import type { ClaimAnswer, EndReason, EventPayload, EventType } from '#conversation';
import type { Report } from '#talk';
import { AudioMetrics } from './audio.metrics.js';
import { TalkMetrics } from './talk.metrics.js';
import { TurnTraces } from './turn-traces.js';

/** What is done with the events of one session, by type. */
export type EventHandlers = { [T in EventType]?: (payload: EventPayload<T>) => unknown };

export interface TalkWatcher {
  /** Is to be told of every event. */
  see: Report;
  close: () => void;
}

/** Watches talks by their events: nothing that happens in here reaches a talk. */
@Injectable()
export class TalkWatch {
  private readonly logger = new Logger(TalkWatch.name);

  constructor(
    private readonly metrics: TalkMetrics,
    private readonly traces: TurnTraces,
    private readonly audio: AudioMetrics,
  ) {}

  /** For one session, whose job came at `since`. */
  follow(claim: ClaimAnswer, since: Date): TalkWatcher {
    const measures = this.metrics.handlers(since);
    const { handlers: traces, close } = this.traces.follow(claim);
    return {
      see: (type, payload) =>
        this.safely(() => {
          measures[type]?.(payload);
          traces[type]?.(payload);
          this.audio.handlers[type]?.(payload);
        }),
      close: () => this.safely(close),
    };
  }

  ended(reason: EndReason): void {
    this.metrics.ended(reason);
  }

  private safely(watch: () => void): void {
    try {
      watch();
    } catch (error) {
      this.logger.error('fault in watching a talk', { err: error });
    }
  }
}
