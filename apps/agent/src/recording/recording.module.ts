import { Module } from '@nestjs/common';
import { RecordingFilesModule } from '#recording';
import { LedgerModule } from '../ledger/ledger.module.js';
import { RecordingDesk } from './recording-desk.js';

@Module({
  imports: [LedgerModule, RecordingFilesModule],
  providers: [RecordingDesk],
  exports: [RecordingDesk],
})
export class RecordingModule {}
