import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { ErasureService } from './erasure.service.js';
import { NoRecordingFiles, RecordingFiles } from './recording-files.js';

@Module({
  imports: [StoreModule],
  providers: [ErasureService, { provide: RecordingFiles, useClass: NoRecordingFiles }],
  exports: [ErasureService],
})
export class ErasureModule {}
