import { Injectable } from '@nestjs/common';

/** The sound of talks, which lies in files beside the database. */
export abstract class RecordingFiles {
  /** Safe to repeat, and no fault when there is nothing. @param location As the row of the recording has it. */
  abstract erase(location: string): Promise<void>;
}

/** Nothing is recorded. */
@Injectable()
export class NoRecordingFiles extends RecordingFiles {
  erase(): Promise<void> {
    return Promise.resolve();
  }
}
