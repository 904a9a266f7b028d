import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { openAiConfig } from '#providers';
import { LedgerModule } from '../ledger/ledger.module.js';
import { ToolsModule } from '../tools/tools.module.js';
import { ProcessFaults } from './process-faults.js';
import { SessionHost } from './session-host.js';

@Module({
  imports: [LedgerModule, LivekitModule, ToolsModule],
  providers: [openAiConfig, SessionHost, ProcessFaults],
  exports: [SessionHost],
})
export class SessionModule {}
