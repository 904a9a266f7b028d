import type { OnApplicationShutdown } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { AgentRepository } from './agent/agent.repository.js';
import { AuditRepository } from './audit/audit.repository.js';
import { ClaimRepository } from './claim/claim.repository.js';
import { ContactCaptures } from './contact/contact-captures.js';
import { ContactRepository } from './contact/contact.repository.js';
import { KnownPersonRepository } from './contact/known-person.repository.js';
import { ConversationExport } from './conversation/conversation-export.js';
import { ConversationRepository } from './conversation/conversation.repository.js';
import { ErasureRepository } from './erasure/erasure.repository.js';
import { PersonRepository } from './erasure/person.repository.js';
import { TraceRepository } from './erasure/trace.repository.js';
import { EventRepository } from './event/event.repository.js';
import { LivekitEventRepository } from './livekit-event/livekit-event.repository.js';
import { RoomRepository } from './session/room.repository.js';
import { SessionPeopleRepository } from './session/session-people.repository.js';
import { IdempotencyRepository } from './idempotency/idempotency.repository.js';
import { LeaseRepository } from './lease/lease.repository.js';
import { MirrorRepository } from './mirror/mirror.repository.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { RecordingRepository } from './recording/recording.repository.js';
import { ConversationSearch } from './search/conversation-search.js';
import { SessionRepository } from './session/session.repository.js';
import { StoreConfig, storeConfig } from './store.config.js';
import { StoreHealth } from './store.health.js';
import { Store } from './store.js';
import { UnjudgedMessageRepository } from './unread/unjudged-message.repository.js';
import { UnreadEventRepository } from './unread/unread-event.repository.js';
import { UsageRepository } from './usage/usage.repository.js';
import { DeliveryRepository } from './workflow/delivery.repository.js';
import { Triggers } from './workflow/triggers.js';
import { WorkflowRepository } from './workflow/workflow.repository.js';

const REPOSITORIES = [
  AgentRepository,
  SessionRepository,
  SessionPeopleRepository,
  RoomRepository,
  ConversationRepository,
  ClaimRepository,
  EventRepository,
  AuditRepository,
  IdempotencyRepository,
  LivekitEventRepository,
  OutboxRepository,
  MirrorRepository,
  LeaseRepository,
  RecordingRepository,
  ConversationSearch,
  ConversationExport,
  ErasureRepository,
  PersonRepository,
  TraceRepository,
  UsageRepository,
  WorkflowRepository,
  DeliveryRepository,
  Triggers,
  ContactRepository,
  ContactCaptures,
  KnownPersonRepository,
  UnjudgedMessageRepository,
  UnreadEventRepository,
  StoreHealth,
];

@Module({
  providers: [
    storeConfig,
    {
      provide: Store,
      inject: [StoreConfig],
      useFactory: ({ databaseUrl, poolMax }: StoreConfig) => Store.open(databaseUrl, { poolMax }),
    },
    ...REPOSITORIES,
  ],
  exports: [Store, ...REPOSITORIES],
})
export class StoreModule implements OnApplicationShutdown {
  constructor(private readonly store: Store) {}

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}
