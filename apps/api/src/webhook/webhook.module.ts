import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { SessionModule } from '../session/session.module.js';
import { AutoJoin } from './auto-join.js';
import { LivekitEventWorker } from './livekit-event.worker.js';
import { LivekitInbox } from './livekit-inbox.js';
import { LivekitWebhookController } from './livekit-webhook.controller.js';
import { RoomEvents } from './room-events.js';
import { webhookConfig } from './webhook.config.js';

@Module({
  imports: [LivekitModule, StoreModule, SessionModule],
  controllers: [LivekitWebhookController],
  providers: [webhookConfig, AutoJoin, LivekitInbox, LivekitEventWorker, RoomEvents],
})
export class WebhookModule {}
