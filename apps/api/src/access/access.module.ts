import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ServerModule } from '../server.module.js';
import { accessConfig } from './access.config.js';
import { AccessGuard } from './access.guard.js';
import { AccessPolicy } from './access.policy.js';

@Module({
  imports: [ServerModule],
  providers: [accessConfig, AccessPolicy, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccessPolicy],
})
export class AccessModule {}
