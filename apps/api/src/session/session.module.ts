import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { AgentSummoner } from './agent-summoner.js';
import { AgentOrders } from './operator/agent-orders.js';
import { OperatorController } from './operator/operator.controller.js';
import { OperatorService } from './operator/operator.service.js';
import { RoomCloser } from './room-closer.js';
import { SessionCloser } from './session-closer.js';
import { SessionStarter } from './session-starter.js';
import { SessionConfig, sessionConfig } from './session.config.js';
import { SessionMetrics } from './session.metrics.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { AgentLoss } from './supervision/agent-loss.js';
import { RoomReconciler } from './supervision/room-reconciler.js';
import { SessionSupervisor } from './supervision/session-supervisor.js';
import { StartWatch } from './supervision/start-watch.js';

@Module({
  imports: [LivekitModule, StoreModule, AuditModule, LimitsModule],
  controllers: [SessionController, OperatorController],
  providers: [
    sessionConfig,
    SessionService,
    SessionStarter,
    SessionCloser,
    SessionMetrics,
    RoomCloser,
    AgentSummoner,
    AgentOrders,
    OperatorService,
    SessionSupervisor,
    StartWatch,
    RoomReconciler,
    AgentLoss,
  ],
  exports: [SessionConfig, SessionStarter, SessionCloser, SessionMetrics, RoomCloser],
})
export class SessionModule {}
