import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { ConversationEvent } from '#conversation';
import type { EventPayload } from '#conversation';
import { VendorFault } from '#providers';
import { LeaseRepository, Store, StoreUnavailable, UnjudgedMessageRepository } from '#store';
import type { StoredEvent, UnjudgedMessage } from '#store';
import { withLogFields } from '#telemetry';
import { JudgingCosts } from '../judging/judging-costs.js';
import { JudgingMetrics } from '../judging/judging.metrics.js';
import { MessageJudge } from '../judging/message-judge.js';
import { Rounds } from '../rounds.js';
import { SoleWorker } from '../sole-worker.js';
import { KnownPeople } from './known-people.js';
import { MessageMeaning } from './message-meaning.js';

/** For what another process noted, or an earlier one left, and what is to be asked again. */
const ROUND_MS = 1_000;
/** Longer than a question and what comes of it. */
const LEASE_MS = 20_000;
const AT_ONCE = 8;
/** Before the second attempt, the third, and the last. */
const PAUSES_MS = [1_000, 5_000, 20_000] as const;
const LONGEST_PAUSE_MS = 60_000;
/** What somebody wanted longer ago helps nobody who is told now. */
const TOO_LATE_MS = 3_600_000;

type Message = EventPayload<'message.added'>;

/**
 * Asks a language model what people mean with what they said, where somebody waits to know it. The message was read by then, and the model
 * answers before a transaction begins: no talk and no write waits for it. One process does it for all; where two do so all the same,
 * because one died or was slow, it is the one that takes the message in its transaction for which something comes of it.
 */
@Injectable()
export class MessageReader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(MessageReader.name);
  private readonly rounds = new Rounds(() => this.work());
  private readonly worker: SoleWorker;
  private readonly closing = new AbortController();

  constructor(
    private readonly store: Store,
    private readonly unjudged: UnjudgedMessageRepository,
    @Inject(LeaseRepository) leases: Pick<LeaseRepository, 'hold' | 'putDown'>,
    private readonly judge: MessageJudge,
    private readonly meaning: MessageMeaning,
    private readonly people: KnownPeople,
    private readonly metrics: JudgingMetrics,
    @Inject(JudgingCosts) private readonly costs: Pick<JudgingCosts, 'record'>,
  ) {
    this.worker = new SoleWorker(store, leases, { name: 'unjudged messages', leaseMs: LEASE_MS });
  }

  onApplicationBootstrap(): void {
    if (!this.judge.isConfigured) return;
    this.rounds.start(ROUND_MS);
    this.rounds.wake();
  }

  /** A question under way is dropped, and asked again by who comes after. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.rounds.stop();
    await this.worker.putDown();
  }

  /** For `Store.write`, with the reading of the event. @returns whether there is something to wake for */
  async note(stored: StoredEvent, event: ConversationEvent): Promise<boolean> {
    const said = saidByPerson(event);
    if (!said || !this.judge.isConfigured || !(await this.meaning.isAwaited(stored.tenantId))) return false;
    await this.unjudged.note(stored, Date.now());
    return true;
  }

  wake(): void {
    this.rounds.wake();
  }

  /** Never rejects: what failed waits for the next round. */
  private async work(): Promise<void> {
    try {
      while (!this.closing.signal.aborted) {
        const due = await this.unjudged.due(Date.now(), AT_ONCE);
        if (due.length === 0 || !(await this.worker.isOurTurn())) return;
        const read = await Promise.allSettled(due.map((message) => this.read(message)));
        for (const one of read) if (one.status === 'rejected') throw one.reason;
      }
    } catch (error) {
      this.logger.warn('unjudged messages wait', { err: error });
    }
  }

  /** A message that cannot be judged holds up no other. @throws StoreUnavailable */
  private read(message: UnjudgedMessage): Promise<void> {
    const { sessionId, id: eventId } = message.event;
    return withLogFields({ sessionId }, async () => {
      try {
        await this.understand(message);
      } catch (error) {
        if (this.closing.signal.aborted) return;
        if (error instanceof StoreUnavailable) throw error;
        if (error instanceof VendorFault) return this.tryAgain(message, error);
        this.logger.error('a message cannot be judged', { err: error, eventId });
        await this.passOver(message);
      }
    });
  }

  private async understand(message: UnjudgedMessage): Promise<void> {
    const { event: stored, notedAt } = message;
    const event = ConversationEvent.parse(stored);
    const said = event && saidByPerson(event);
    const judged = said && (await this.meaning.question(stored, said));
    if (!judged) {
      await this.unjudged.take(stored);
      return;
    }
    if (Date.now() - notedAt > TOO_LATE_MS) {
      this.logger.warn('a message is too old to be judged', { eventId: stored.id });
      await this.passOver(message);
      return;
    }
    const verdict = await this.judge.judge(judged, this.closing.signal);
    if (verdict.ignored > 0) {
      this.logger.warn('a model named intents that are none', { eventId: stored.id, count: verdict.ignored });
    }
    const kept = await this.store.write(async () => {
      if (!(await this.unjudged.take(stored))) return undefined;
      if (verdict.usage) await this.costs.record(stored, verdict.usage);
      return { tellsOfPerson: await this.meaning.keep(stored, said, verdict) };
    });
    if (kept) this.metrics.passed('judged');
    if (kept?.tellsOfPerson) this.people.forget(stored.tenantId);
  }

  private async tryAgain(message: UnjudgedMessage, fault: VendorFault): Promise<void> {
    const { event, attempts } = message;
    const pauseMs = PAUSES_MS[attempts];
    const { reason, code, detail, retryAfterMs = 0 } = fault;
    if (fault.isFinal || pauseMs === undefined || retryAfterMs > LONGEST_PAUSE_MS) {
      this.logger.warn('a message stays unjudged', { eventId: event.id, reason, code, detail, attempts });
      await this.passOver(message);
      return;
    }
    // Spread, so that all that failed at once is not asked at once again.
    const spread = pauseMs * (0.5 + Math.random());
    await this.unjudged.postpone(event, attempts + 1, Date.now() + Math.max(retryAfterMs, spread));
  }

  private async passOver({ event }: UnjudgedMessage): Promise<void> {
    if (await this.unjudged.take(event)) this.metrics.passed('unjudged');
  }
}

/** Undefined for what nobody said, or an agent. */
function saidByPerson({ type, payload }: ConversationEvent): Message | undefined {
  return type === 'message.added' && payload.role === 'user' && payload.text.trim() ? payload : undefined;
}
