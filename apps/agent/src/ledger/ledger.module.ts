import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { agentConfig, AgentConfig } from '../agent.config.js';
import { ApiLine } from './api-line.js';
import { Interims } from './interims.js';
import { LedgerClient } from './ledger.client.js';
import { Spool } from './spool.js';

@Module({
  imports: [LivekitModule],
  providers: [agentConfig, ApiLine, LedgerClient, Spool, Interims],
  exports: [AgentConfig, ApiLine, LedgerClient, Spool, Interims],
})
export class LedgerModule {}
