import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { agentConfig, AgentConfig } from '../agent.config.js';
import { LedgerClient } from './ledger.client.js';
import { Spool } from './spool.js';

@Module({
  imports: [LivekitModule],
  providers: [agentConfig, LedgerClient, Spool],
  exports: [AgentConfig, LedgerClient, Spool],
})
export class LedgerModule {}
