import { Injectable } from '@nestjs/common';
import { LivekitEventRepository, SessionRepository } from '#store';
import { within } from '#talk/within';
import { RedisConfig } from '../redis/redis.config.js';
import { RedisLine } from '../redis/redis-line.js';
import type { LivekitHealthDto, OutboxHealthDto, PartHealthDto, ReadyDto } from './health.dto.js';
import { PeerParts } from './peer-parts.js';
import type { Vendor } from './vendor-states.js';

/** LiveKit tells of a room at once, and tries again for a while when we do not answer. */
const WEBHOOK_GRACE_MS = 30_000;

type Measured = Pick<ReadyDto, 'database' | 'outbox' | 'livekit' | 'vendors'>;
type Verdict = Omit<PartHealthDto, 'part'>;

const OK: Verdict = { state: 'ok', problem: null, cure: null };

/** Every configured part in the words of `npm run doctor`: what is wrong with it, and how to mend it. */
@Injectable()
export class ReadyParts {
  constructor(
    private readonly redisConfig: RedisConfig,
    private readonly redis: RedisLine,
    private readonly sessions: SessionRepository,
    private readonly events: LivekitEventRepository,
    private readonly peers: PeerParts,
  ) {}

  /** Never throws, and takes no longer than the deadline. */
  async list({ database, outbox, livekit, vendors }: Measured, deadlineMs: number): Promise<PartHealthDto[]> {
    const isUp = database.status === 'up';
    const [webhooks, peers] = await Promise.all([
      isUp && livekit.status !== 'off' ? this.webhooks(deadlineMs) : OK,
      this.peers.list(),
    ]);
    return [
      { part: 'database', ...databaseVerdict(database) },
      { part: 'outbox', ...outboxVerdict(outbox) },
      { part: 'livekit', ...livekitVerdict(livekit) },
      { part: 'webhooks', ...webhooks },
      { part: 'redis', ...this.redisVerdict() },
      ...vendors.map((vendor) => ({ part: vendor.name, ...vendorVerdict(vendor) })),
      ...peers,
    ];
  }

  /** Talks go on without them: what they tell is found out by other ways, later. */
  private async webhooks(deadlineMs: number): Promise<Verdict> {
    const silent = await within(
      deadlineMs,
      this.livekitTellsNothing(Date.now()).catch(() => undefined),
    );
    if (!silent) return OK;
    return {
      state: 'warning',
      problem: 'there are talks in rooms, and the LiveKit server tells nothing of them',
      cure:
        'webhook.urls of the LiveKit server must name <this api>/webhooks/livekit, and webhook.api_key must be ' +
        'LIVEKIT_API_KEY (`forged_webhook` in the log: it is another one, or a clock is wrong)',
    };
  }

  /** A room that is in use was opened, and LiveKit tells of that. */
  private async livekitTellsNothing(now: number): Promise<boolean> {
    const talks = (await this.sessions.liveSessions()).filter(
      ({ state, door, createdAt }) =>
        state === 'active' && door === 'room' && createdAt < now - WEBHOOK_GRACE_MS,
    );
    const newest = Math.max(...talks.map(({ createdAt }) => createdAt));
    if (!talks.length) return false;
    const heardAt = await this.events.lastReceivedAt();
    return heardAt === null || heardAt < newest;
  }

  private redisVerdict(): Verdict {
    if (this.redisConfig.url === undefined)
      return { state: 'off', problem: null, cure: 'REDIS_URL lets several api processes share their limits' };
    if (this.redis.isThere) return OK;
    return {
      state: 'warning',
      problem: 'Redis does not answer: each api process counts its limits by itself',
      cure: 'look at REDIS_URL, and whether the server is up and takes the password',
    };
  }
}

function databaseVerdict({ status }: ReadyDto['database']): Verdict {
  if (status === 'up') return OK;
  return {
    state: 'wrong',
    problem: 'the database does not answer',
    cure: 'look whether the one in DATABASE_URL is up and has room; the log says what it answered',
  };
}

function outboxVerdict(outbox: OutboxHealthDto | null): Verdict {
  const { unknown = 0, dead = 0, blocked = 0 } = outbox ?? {};
  if (unknown + dead > 0)
    return {
      state: 'warning',
      problem: `${unknown} deliveries went out without an answer, ${dead} were refused or became too old`,
      cure: '`not delivered` in the log has the kind and the reason. Look for leads and quotes in the CRM; CRM_IDEMPOTENT=true when it knows repeats',
    };
  if (blocked > 0)
    return {
      state: 'warning',
      problem: `${blocked} leads or quotes wait for another one, or for somebody to set something right`,
      cure: 'look at CRM_EMAIL and CRM_PASSWORD; `not delivered` in the log has the reason',
    };
  return OK;
}

function livekitVerdict({ status, reason, variables }: LivekitHealthDto): Verdict {
  switch (status) {
    case 'up':
      return OK;
    case 'off':
      return { state: 'off', problem: null, cure: `${variables.join(', ')} turn rooms on` };
    case 'down':
      return {
        state: 'wrong',
        problem: `the LiveKit server does not do as asked (${reason})`,
        cure: reason?.startsWith('401')
          ? 'LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be a pair that the server at LIVEKIT_URL knows, and both clocks right'
          : 'look whether the server is up and LIVEKIT_URL names it',
      };
  }
}

function vendorVerdict({ state, variables }: Vendor): Verdict {
  const names = variables.join(' and ');
  switch (state) {
    case 'real':
      return OK;
    case 'simulated':
      return { state, problem: null, cure: `${names} ${variables.length > 1 ? 'make' : 'makes'} it real` };
    case 'off':
      return { state, problem: null, cure: `${names} ${variables.length > 1 ? 'turn' : 'turns'} it on` };
  }
}
