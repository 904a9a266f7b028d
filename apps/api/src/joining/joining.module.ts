import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { SessionModule } from '../session/session.module.js';
import { AutoJoin } from './auto-join.js';
import { DispatchedJobs } from './dispatched-jobs.js';
import { joiningConfig } from './joining.config.js';
import { WantedAgent } from './wanted-agent.js';

/** Talks in rooms that others opened. */
@Module({
  imports: [LivekitModule, StoreModule, SessionModule],
  providers: [joiningConfig, WantedAgent, AutoJoin, DispatchedJobs],
  exports: [AutoJoin, DispatchedJobs],
})
export class JoiningModule {}
