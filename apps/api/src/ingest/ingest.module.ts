import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { AccessModule } from '../access/access.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { ContactModule } from '../contact/contact.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JoiningModule } from '../joining/joining.module.js';
import { RecordingModule } from '../recording/recording.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { SessionModule } from '../session/session.module.js';
import { TranscriptModule } from '../transcript/transcript.module.js';
import { UsageModule } from '../usage/usage.module.js';
import { AgentLineGateway } from './agent-line.gateway.js';
import { AgentLines } from './agent-lines.js';
import { ClaimService } from './claim.service.js';
import { IngestController } from './ingest.controller.js';
import { IngestGuard } from './ingest.guard.js';
import { IngestMetrics } from './ingest.metrics.js';
import { InterimService } from './interim.service.js';
import { IngestService } from './ingest.service.js';

@Module({
  imports: [
    AccessModule,
    IdempotencyModule,
    LivekitModule,
    StoreModule,
    AuditModule,
    SessionModule,
    JoiningModule,
    OutboxModule,
    RecordingModule,
    TranscriptModule,
    UsageModule,
    ContactModule,
  ],
  controllers: [IngestController],
  providers: [
    AgentLineGateway,
    AgentLines,
    ClaimService,
    IngestGuard,
    IngestService,
    InterimService,
    IngestMetrics,
  ],
})
export class IngestModule {}
