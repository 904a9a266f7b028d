import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { Interim } from '#conversation';
import { EventRepository, SessionRepository } from '#store';
import type { SessionKey, StoredEvent } from '#store';
import { RedisLine } from '../redis/redis-line.js';
import type { Follower } from './follower.js';
import { SessionFeed } from './session-feed.js';

const CHANNEL = 'parley:session-events';
const INTERIMS = 'parley:session-interims';
/** What nobody said is seen this soon: without Redis, what another process took in; and that a session is over. */
const ROUND_MS = 1_000;
const BEAT_MS = 20_000;

/** The sessions that somebody follows at this process. */
@Injectable()
export class SessionFeeds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SessionFeeds.name);
  private readonly feeds = new Map<string, SessionFeed>();
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly events: EventRepository,
    private readonly sessions: SessionRepository,
    private readonly redis: RedisLine,
    registry: Registry,
  ) {
    const { feeds } = this;
    new Gauge({
      name: 'parley_transcript_followers',
      help: 'Sockets that follow a session at this process.',
      registers: [registry],
      collect() {
        this.set([...feeds.values()].reduce((sum, { size }) => sum + size, 0));
      },
    });
  }

  onApplicationBootstrap(): void {
    this.redis.listen(CHANNEL, (sessionId) => this.feeds.get(sessionId)?.wake());
    this.redis.listen(INTERIMS, (message) => this.overheard(message));
    this.timers.push(setInterval(() => this.look(), ROUND_MS));
    this.timers.push(setInterval(() => this.each((feed) => feed.beat()), BEAT_MS));
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.each((feed) => feed.close('leaving', 'the server stops; come again with ?after='));
  }

  /** Tells it what was and what comes, until its socket closes. @throws StoreUnavailable */
  async join(session: SessionKey, follower: Follower, closed: Promise<unknown>): Promise<void> {
    const feed = this.feedOf(session);
    void closed.then(() => {
      feed.leave(follower);
      if (feed.size === 0 && this.feeds.get(session.id) === feed) this.feeds.delete(session.id);
    });
    await feed.join(follower);
  }

  /** What this process took in: by session, in the order of their places. */
  took(events: readonly StoredEvent[]): void {
    for (const [sessionId, theirs] of Map.groupBy(events, (event) => event.sessionId)) {
      this.feeds.get(sessionId)?.take(theirs);
      this.redis.tell(CHANNEL, sessionId);
    }
  }

  /** Whether somebody may follow it: here, or at another process, of which this one knows nothing. */
  mayBeFollowed(sessionId: string): boolean {
    return this.feeds.has(sessionId) || this.redis.isThere;
  }

  /** What is being said in sessions, as this process was told. */
  heard(interims: readonly Interim[]): void {
    for (const interim of interims) {
      this.feeds.get(interim.sessionId)?.hear(interim);
      this.redis.tell(INTERIMS, JSON.stringify(interim));
    }
  }

  /** As another process was told, of this version or of a newer one; or this one itself: then it is no news. */
  private overheard(message: string): void {
    const interim = interimIn(message);
    if (interim) this.feeds.get(interim.sessionId)?.hear(interim);
  }

  private feedOf(session: SessionKey): SessionFeed {
    const { tenantId, id } = session;
    const known = this.feeds.get(id);
    if (known) return known;
    const isOver = async () => (await this.sessions.find(tenantId, id))?.state === 'ended';
    const feed = new SessionFeed({ session: { tenantId, id }, events: this.events, isOver });
    this.feeds.set(id, feed);
    return feed;
  }

  private look(): void {
    this.each((feed) => {
      feed.wake();
      feed.closeIfOver().catch((error: unknown) => {
        this.logger.warn('a followed session cannot be read', { err: error });
      });
    });
  }

  private each(act: (feed: SessionFeed) => void): void {
    for (const feed of this.feeds.values()) act(feed);
  }
}

function interimIn(message: string): Interim | undefined {
  try {
    return Interim.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}
