import { Module } from '@nestjs/common';
import { RecordingFilesModule } from '#recording';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { LateSegments } from './late-segments.js';
import { RecordingRetention } from './recording-retention.js';
import { RecordingController } from './recording.controller.js';
import { RecordingService } from './recording.service.js';
import { recordingRetentionConfig, RecordingRetentionConfig } from './retention.config.js';

@Module({
  imports: [StoreModule, AuditModule, RecordingFilesModule],
  controllers: [RecordingController],
  providers: [recordingRetentionConfig, LateSegments, RecordingService, RecordingRetention],
  exports: [LateSegments, RecordingRetentionConfig],
})
export class RecordingModule {}
