import { Module } from '@nestjs/common';
import { EnvironmentModule } from '#config';
import { FaultsModule, LoggingModule, MetricsController, MetricsModule } from '#telemetry';
import { AccessModule } from './access/access.module.js';
import { Open } from './access/open.decorator.js';
import { AgentModule } from './agent/agent.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ContactModule } from './contact/contact.module.js';
import { ConversationModule } from './conversation/conversation.module.js';
import { DiagnosticsModule } from './diagnostics/diagnostics.module.js';
import { HealthModule } from './health/health.module.js';
import { GracefulClose } from './http/graceful-close.js';
import { IngestModule } from './ingest/ingest.module.js';
import { StoreMetricsModule } from './metrics/store-metrics.module.js';
import { OrchestrationModule } from './orchestration/orchestration.module.js';
import { PersonModule } from './person/person.module.js';
import { ProviderListModule } from './providers/provider-list.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { RecordingModule } from './recording/recording.module.js';
import { ServerModule } from './server.module.js';
import { SessionModule } from './session/session.module.js';
import { TokenModule } from './token/token.module.js';
import { UsageModule } from './usage/usage.module.js';
import { WebhookModule } from './webhook/webhook.module.js';
import { WorkflowModule } from './workflow/workflow.module.js';

// The controller is every app's; that it needs no key is this one's business.
Open()(MetricsController);

@Module({
  imports: [
    EnvironmentModule,
    LoggingModule.forApp('api', { quietPaths: ['/api/ingest'], personalPaths: ['/api/people'] }),
    FaultsModule.forApp('api'),
    MetricsModule,
    ServerModule,
    AuditModule,
    AccessModule,
    HealthModule,
    DiagnosticsModule,
    TokenModule,
    OrchestrationModule,
    SessionModule,
    AgentModule,
    ConversationModule,
    ContactModule,
    PersonModule,
    RetentionModule,
    RecordingModule,
    ProviderListModule,
    UsageModule,
    IngestModule,
    WebhookModule,
    WorkflowModule,
    StoreMetricsModule,
  ],
  providers: [GracefulClose],
})
export class ApiModule {}
