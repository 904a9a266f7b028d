import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LivekitConfig, Rooms } from '#livekit';
import { OutboxRepository, StoreHealth } from '#store';
import { ServerConfig } from '../server.config.js';
import { SERVICE, VERSION } from '../version.js';
import type { AboutDto, HealthDto, LivekitHealthDto, OutboxHealthDto, ReadyDto } from './health.dto.js';
import { VendorStates } from './vendor-states.js';

/** A busy machine stands still for a second or two, and is no less ready for it. */
const DATABASE_DEADLINE_MS = 3_000;

@Injectable()
export class HealthService {
  constructor(
    private readonly server: ServerConfig,
    private readonly store: StoreHealth,
    private readonly outbox: OutboxRepository,
    private readonly livekit: LivekitConfig,
    private readonly rooms: Rooms,
    private readonly vendors: VendorStates,
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
    return {
      status: database.ready && livekit.status !== 'down' ? 'ok' : 'unavailable',
      service: SERVICE,
      version: VERSION,
      database: {
        status: database.ready ? 'up' : 'down',
        kind: database.kind,
        pingMs: database.pingMs,
      },
      outbox,
      livekit,
      vendors: this.vendors.list(),
    };
  }

  private async outboxHealth(): Promise<OutboxHealthDto | null> {
    const late = new AbortController();
    const counts = await Promise.race([
      this.outbox.counts().catch(() => null),
      sleep(DATABASE_DEADLINE_MS, null, { signal: late.signal }).catch(() => null),
    ]);
    late.abort();
    const states: OutboxHealthDto = { pending: 0, blocked: 0, unknown: 0, dead: 0 };
    for (const { state, count } of counts ?? []) states[state] += count;
    return counts && states;
  }

  private async livekitHealth(): Promise<LivekitHealthDto> {
    const variables = ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'];
    if (!this.livekit.configured) return { status: 'off', variables };
    const answers = await this.rooms.list(['parley-health']).then(
      () => true,
      () => false,
    );
    return { status: answers ? 'up' : 'down', variables };
  }
}
