import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { openAiConfig, VendorBreakers, VendorMetrics } from '#providers';
import { StoreModule } from '#store';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { SessionModule } from '../session/session.module.js';
import { RoomTokenService } from './room-token.service.js';
import { TokenController } from './token.controller.js';
import { TokenService } from './token.service.js';

@Module({
  imports: [IdempotencyModule, LivekitModule, StoreModule, SessionModule],
  controllers: [TokenController],
  providers: [openAiConfig, VendorBreakers, VendorMetrics, TokenService, RoomTokenService],
})
export class TokenModule {}
