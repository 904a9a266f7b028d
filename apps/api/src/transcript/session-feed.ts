import type { Interim } from '#conversation';
import type { EventRepository, SessionKey, StoredEvent } from '#store';
import type { Follower } from './follower.js';
import { InterimOrder } from './interim-order.js';
import { interimLine } from './transcript-line.js';

const PAGE = 200;
/** Sessions end without a word when their agent was lost. */
const ASKED_TO_LOOK = 5;

interface SessionFeedOptions {
  session: SessionKey;
  events: Pick<EventRepository, 'events'>;
  /** Whether nothing more will come. */
  isOver: () => Promise<boolean>;
}

/**
 * The events of one session as they come, for all who follow it. What this process takes in itself is told at once; what another took
 * in is read when that says so, and at the latest in the next round.
 */
export class SessionFeed {
  private readonly followers = new Set<Follower>();
  /** The last that was told to all; undefined until somebody follows. */
  private seq: number | undefined;
  private reading: Promise<void> | undefined;
  private again = false;
  private asked = 0;
  private sawEnd = false;
  private readonly order = new InterimOrder();

  constructor(private readonly options: SessionFeedOptions) {}

  get size(): number {
    return this.followers.size;
  }

  /** Tells what was missed, and from then on what comes. @throws StoreUnavailable */
  async join(follower: Follower): Promise<void> {
    // From now on it takes what follows its place, and passes over what comes too early for it: that is read here.
    this.followers.add(follower);
    for (let missed = 1; missed > 0 && follower.isOpen;) {
      const events = await this.after(follower.seq);
      follower.tell(events);
      this.notice(events);
      await follower.drained();
      missed = events.length;
    }
    this.seq ??= follower.seq;
    this.wake(); // between the last look and now something may have come
    await this.closeIfOver();
  }

  leave(follower: Follower): void {
    this.followers.delete(follower);
    if (this.followers.size === 0) this.seq = undefined;
  }

  /** What this process took in, in the order of its places. */
  take(events: readonly StoredEvent[]): void {
    const { seq } = this;
    if (seq === undefined) return;
    const fresh = events.filter((event) => event.seq > seq);
    const [first] = fresh;
    if (!first) return;
    if (first.seq !== seq + 1 || this.reading) this.wake();
    else this.tell(fresh);
  }

  /** What is being said just now, to those who have been told all that was. */
  hear(interim: Interim): void {
    const { seq } = this;
    if (seq === undefined || this.sawEnd || !this.order.isNews(interim)) return;
    const line = JSON.stringify(interimLine(interim));
    for (const follower of this.followers) if (follower.seq >= seq) follower.hear(line);
  }

  /** Another process took something in, or it is time for a look. Never rejects. */
  wake(): void {
    this.look().catch(() => undefined); // the next round looks again
  }

  /** Once nothing more will come, and all is told. Asked again and again, it looks now and then, and at once where an end was told. */
  async closeIfOver(): Promise<void> {
    this.asked += 1;
    const isTime = this.sawEnd || this.asked % ASKED_TO_LOOK === 0;
    if (!isTime || !(await this.options.isOver())) return;
    await this.look();
    this.close('over', 'the session has ended');
  }

  close(why: Parameters<Follower['close']>[0], reason: string): void {
    for (const follower of this.followers) follower.close(why, reason);
  }

  beat(): void {
    for (const follower of this.followers) follower.beat();
  }

  private async look(): Promise<void> {
    this.again = true;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private async read(): Promise<void> {
    while (this.again) {
      this.again = false;
      for (let page = PAGE; page === PAGE && this.seq !== undefined;) {
        const events = await this.after(this.seq);
        this.tell(events);
        page = events.length;
      }
    }
  }

  private tell(events: readonly StoredEvent[]): void {
    for (const follower of this.followers) follower.tell(events);
    this.seq = events.at(-1)?.seq ?? this.seq;
    this.notice(events);
  }

  private notice(events: readonly StoredEvent[]): void {
    this.order.told(events);
    this.sawEnd ||= events.some(({ type }) => type === 'session.ended');
  }

  private after(afterSeq: number): Promise<StoredEvent[]> {
    const { tenantId, id } = this.options.session;
    return this.options.events.events(tenantId, id, { afterSeq, limit: PAGE });
  }
}
