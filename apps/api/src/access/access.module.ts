import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LivekitModule } from '#livekit';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { LimitsModule } from '../limits/limits.module.js';
import { ServerModule } from '../server.module.js';
import { accessConfig } from './access.config.js';
import { AccessGuard } from './access.guard.js';
import { AccessPolicy } from './access.policy.js';
import { MetricsGuard } from './metrics.guard.js';
import { PublicAddresses } from './public-addresses.js';
import { TicketController } from './ticket.controller.js';
import { Tickets } from './tickets.js';
import { UpgradeGuard } from './upgrade.guard.js';
import { Upgrades } from './upgrades.js';

@Module({
  imports: [IdempotencyModule, ServerModule, LivekitModule, LimitsModule],
  controllers: [TicketController],
  providers: [
    accessConfig,
    AccessPolicy,
    PublicAddresses,
    Tickets,
    UpgradeGuard,
    Upgrades,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: MetricsGuard },
  ],
  exports: [AccessPolicy, Upgrades],
})
export class AccessModule {}
