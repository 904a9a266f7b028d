import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JoiningModule } from '../joining/joining.module.js';
import { SessionModule } from '../session/session.module.js';
import { LivekitEventWorker } from './livekit-event.worker.js';
import { LivekitInbox } from './livekit-inbox.js';
import { LivekitWebhookController } from './livekit-webhook.controller.js';
import { RoomEvents } from './room-events.js';

@Module({
  imports: [IdempotencyModule, LivekitModule, StoreModule, SessionModule, JoiningModule],
  controllers: [LivekitWebhookController],
  providers: [LivekitInbox, LivekitEventWorker, RoomEvents],
})
export class WebhookModule {}
