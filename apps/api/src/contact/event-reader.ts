import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { ConversationEvent } from '#conversation';
import type { EventType } from '#conversation';
import { LeaseRepository, Store, StoreUnavailable, UnreadEventRepository } from '#store';
import type { Judgement, StoredEvent } from '#store';
import { withLogFields } from '#telemetry';
import { Rounds } from '../rounds.js';
import { SoleWorker } from '../sole-worker.js';
import { ContactCaptureService } from './contact-capture.service.js';
import { ContactConfig } from './contact.config.js';
import { FollowUps } from './follow-ups.js';
import { KnownPeople } from './known-people.js';
import { MessageReader } from './message-reader.js';
import { TextJudge } from './reading/text-judge.js';
import { toldOfPerson } from './reading/told-of-person.js';

/** For what another process took in, or an earlier one left. */
const ROUND_MS = 1_000;
const LEASE_MS = 15_000;
const BATCH_EVENTS = 25;
const TYPES: ReadonlySet<string> = new Set<EventType>(['message.added', 'tool.called']);

/**
 * Reads what was said, once it is kept: its language, its sentiment, and what it tells of the person. One process does it for all, so that
 * what was said later in a talk is read later; agents and people wait for none of it.
 */
@Injectable()
export class EventReader implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(EventReader.name);
  private readonly rounds = new Rounds(() => this.work());
  private readonly worker: SoleWorker;
  private isClosing = false;

  constructor(
    private readonly store: Store,
    private readonly unread: UnreadEventRepository,
    leases: LeaseRepository,
    private readonly judge: TextJudge,
    private readonly contacts: ContactCaptureService,
    private readonly followUps: FollowUps,
    private readonly people: KnownPeople,
    private readonly messages: MessageReader,
    private readonly config: ContactConfig,
  ) {
    this.worker = new SoleWorker(store, leases, { name: 'unread events', leaseMs: LEASE_MS });
  }

  onApplicationBootstrap(): void {
    this.rounds.start(ROUND_MS);
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.rounds.stop();
    await this.worker.putDown();
  }

  /** What this process took in: some of it may be unread. */
  took(events: readonly Pick<StoredEvent, 'type'>[]): void {
    if (events.some(({ type }) => TYPES.has(type))) this.rounds.wake();
  }

  /** Never rejects: what failed waits for the next round. */
  private async work(): Promise<void> {
    try {
      for (;;) {
        const events = await this.unread.next(BATCH_EVENTS);
        if (events.length === 0 || !(await this.worker.isOurTurn())) return;
        for (const event of events) {
          if (this.isClosing) return;
          await withLogFields({ sessionId: event.sessionId }, () => this.read(event));
          await nextTurn(); // the talks of this process have their turn
        }
      }
    } catch (error) {
      this.logger.warn('unread events wait', { err: error });
    }
  }

  /** An event that cannot be read holds up no other. @throws StoreUnavailable */
  private async read(event: StoredEvent): Promise<void> {
    try {
      await this.understand(event);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      this.logger.error('an event cannot be read', { err: error, eventId: event.id });
      await this.unread.take(event);
    }
  }

  private async understand(stored: StoredEvent): Promise<void> {
    const event = ConversationEvent.parse(stored);
    const judgement = event && (await this.judgementOf(event));
    const told = event && toldOfPerson(event, this.config.phoneCountry);
    const isNoted = await this.store.write(async () => {
      if (!(await this.unread.take(stored))) return false;
      if (judgement) await this.unread.judge(stored, judgement);
      const { sentiment = null } = judgement ?? {};
      if (event && sentiment !== null) await this.followUps.judged(stored, event, sentiment);
      if (told) await this.contacts.capture(stored, told);
      return event ? this.messages.note(stored, event) : false;
    });
    if (told) this.people.forget(stored.tenantId);
    if (isNoted) this.messages.wake();
  }

  private async judgementOf({ type, payload }: ConversationEvent): Promise<Judgement | undefined> {
    if (type !== 'message.added' || !payload.text.trim()) return undefined;
    return this.judge.judge(payload.text, payload.language);
  }
}
