import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { PIPELINE_VENDORS, ProvidersModule, VendorBreakers, VendorMetrics } from '#providers';
import { RealtimeModels } from '#providers/realtime';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RecordingModule } from '../recording/recording.module.js';
import { ToolsModule } from '../tools/tools.module.js';
import { WatchModule } from '../watch/watch.module.js';
import { glibcTrimmer, MemoryTrimmer, NativeMemory } from './native-memory.js';
import { ProcessFaults } from './process-faults.js';
import { SessionHost } from './session-host.js';

@Module({
  imports: [
    LedgerModule,
    LivekitModule,
    ProvidersModule.with(PIPELINE_VENDORS),
    RecordingModule,
    ToolsModule,
    WatchModule,
  ],
  providers: [
    VendorBreakers,
    VendorMetrics,
    RealtimeModels,
    NativeMemory,
    { provide: MemoryTrimmer, useFactory: glibcTrimmer },
    SessionHost,
    ProcessFaults,
  ],
  exports: [SessionHost],
})
export class SessionModule {}
