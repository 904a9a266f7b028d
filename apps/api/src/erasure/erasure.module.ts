import { Module } from '@nestjs/common';
import { RecordingFilesModule } from '#recording';
import { StoreModule } from '#store';
import { ErasureService } from './erasure.service.js';

@Module({
  imports: [StoreModule, RecordingFilesModule],
  providers: [ErasureService],
  exports: [ErasureService],
})
export class ErasureModule {}
