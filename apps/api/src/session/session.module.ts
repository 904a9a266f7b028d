import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { DjangoModule } from '../django/django.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { VendorsModule } from '../providers/vendors.module.js';
import { SupabaseModule } from '../supabase/supabase.module.js';
import { AgentSummoner } from './agent-summoner.js';
import { AgentCatalogue } from './definition/agent-catalogue.js';
import { AgentDefinitions } from './definition/agent-definitions.js';
import { OpeningController } from './opening/opening.controller.js';
import { OpeningService } from './opening/opening.service.js';
import { AgentOrders } from './operator/agent-orders.js';
import { OperatorController } from './operator/operator.controller.js';
import { OperatorService } from './operator/operator.service.js';
import { RoomCloser } from './room-closer.js';
import { SessionBudget } from './session-budget.js';
import { SessionCloser } from './session-closer.js';
import { SessionDeparture } from './session-departure.js';
import { SessionStarter } from './session-starter.js';
import { SessionConfig, sessionConfig } from './session.config.js';
import { SessionMetrics } from './session.metrics.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { TakeOver } from './supervision/take-over.js';
import { RoomReconciler } from './supervision/room-reconciler.js';
import { SessionSupervisor } from './supervision/session-supervisor.js';
import { StartWatch } from './supervision/start-watch.js';

@Module({
  imports: [
    IdempotencyModule,
    LivekitModule,
    StoreModule,
    AuditModule,
    DjangoModule,
    LimitsModule,
    SupabaseModule,
    VendorsModule,
  ],
  controllers: [OpeningController, SessionController, OperatorController],
  providers: [
    sessionConfig,
    AgentCatalogue,
    AgentDefinitions,
    OpeningService,
    SessionService,
    SessionStarter,
    SessionCloser,
    SessionBudget,
    SessionDeparture,
    SessionMetrics,
    RoomCloser,
    AgentSummoner,
    AgentOrders,
    OperatorService,
    SessionSupervisor,
    StartWatch,
    RoomReconciler,
    TakeOver,
  ],
  exports: [
    SessionConfig,
    AgentCatalogue,
    AgentDefinitions,
    SessionStarter,
    SessionCloser,
    SessionBudget,
    SessionMetrics,
    RoomCloser,
    TakeOver,
  ],
})
export class SessionModule {}
