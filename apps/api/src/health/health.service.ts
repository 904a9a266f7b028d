import { Injectable } from '@nestjs/common';
import { LivekitConfig, LivekitUnavailable, Rooms } from '#livekit';
import { OutboxRepository, StoreHealth, WEBHOOK } from '#store';
import { within } from '#talk/within';
import { CHAT_SESSION } from '../mirror/chat-session.delivery.js';
import { DJANGO_SESSION } from '../mirror/django-session.delivery.js';
import { ServerConfig } from '../server.config.js';
import { SERVICE, VERSION } from '../version.js';
import type { AboutDto, HealthDto, LivekitHealthDto, OutboxHealthDto, ReadyDto } from './health.dto.js';
import { ReadyParts } from './ready-parts.js';
import { VendorStates } from './vendor-states.js';

/** A busy machine stands still for a second or two, and is no less ready for it. */
const DATABASE_DEADLINE_MS = 3_000;

const MIRRORS = [DJANGO_SESSION, CHAT_SESSION];

@Injectable()
export class HealthService {
  constructor(
    private readonly server: ServerConfig,
    private readonly store: StoreHealth,
    private readonly outbox: OutboxRepository,
    private readonly livekit: LivekitConfig,
    private readonly rooms: Rooms,
    private readonly vendors: VendorStates,
    private readonly parts: ReadyParts,
  ) {}

  about(): AboutDto {
    return {
      name: 'Parley',
      service: SERVICE,
      version: VERSION,
      message: 'A voice-agent backend: a person talks, an agent hears, thinks, acts and answers.',
      status: 'running',
      services: ['token', 'orchestrated', 'session', 'conversations'],
      endpoints: {
        token: '/token',
        startTalk: '/orchestrated/session/start',
        stopTalk: '/orchestrated/session/stop',
        talkStatus: '/orchestrated/status',
        sessions: '/session',
        conversations: '/api/conversations/{id}',
        health: '/health',
        ready: '/health/ready',
        metrics: '/metrics',
      },
      docs: '/docs',
    };
  }

  health(): HealthDto {
    return {
      status: 'ok',
      timestamp: new Date().toISOString(),
      uptime: Math.floor(process.uptime()),
      service: SERVICE,
      version: VERSION,
      config: {
        environment: this.server.environment,
        livekit: this.livekit.configured,
        vendors: this.vendors.list(),
      },
    };
  }

  async ready(): Promise<ReadyDto> {
    const [database, livekit, outbox] = await Promise.all([
      this.store.check(DATABASE_DEADLINE_MS),
      this.livekitHealth(),
      this.outboxHealth(),
    ]);
    const health = {
      database: { status: database.ready ? 'up' : 'down', kind: database.kind, pingMs: database.pingMs },
      outbox,
      livekit,
      vendors: this.vendors.list(),
    } as const;
    return {
      status: database.ready && livekit.status !== 'down' ? 'ok' : 'unavailable',
      service: SERVICE,
      version: VERSION,
      ...health,
      parts: await this.parts.list(health, DATABASE_DEADLINE_MS),
    };
  }

  private async outboxHealth(): Promise<OutboxHealthDto | null> {
    const counts = await within(
      DATABASE_DEADLINE_MS,
      this.outbox.counts().catch(() => undefined),
    );
    if (!counts) return null;
    const states: OutboxHealthDto = { pending: 0, blocked: 0, unknown: 0, dead: 0 };
    for (const { kind, state, count } of counts) {
      // What a receiver of webhooks does not take is its owner's business, who sees it in the deliveries of the workflow.
      if (kind === WEBHOOK) continue;
      // What waits for the part before it is on its way.
      states[state === 'blocked' && MIRRORS.includes(kind) ? 'pending' : state] += count;
    }
    return states;
  }

  private async livekitHealth(): Promise<LivekitHealthDto> {
    const variables = ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'];
    if (!this.livekit.configured) return { status: 'off', variables, reason: null };
    return this.rooms.list(['parley-health']).then(
      () => ({ status: 'up' as const, variables, reason: null }),
      (error: unknown) => ({ status: 'down' as const, variables, reason: reasonOf(error) }),
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof LivekitUnavailable ? error.reason : 'unknown';
}
