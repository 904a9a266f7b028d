import { Module } from '@nestjs/common';
import { BucketRecordingFiles } from './files/bucket-recording-files.js';
import { FolderRecordingFiles } from './files/folder-recording-files.js';
import { RecordingFiles } from './files/recording-files.js';
import { RecordingConfig, recordingConfig } from './recording.config.js';

function createRecordingFiles({ dir, bucket }: RecordingConfig): RecordingFiles {
  return bucket ? new BucketRecordingFiles(bucket) : new FolderRecordingFiles(dir);
}

@Module({
  providers: [
    recordingConfig,
    { provide: RecordingFiles, inject: [RecordingConfig], useFactory: createRecordingFiles },
  ],
  exports: [RecordingConfig, RecordingFiles],
})
export class RecordingFilesModule {}
