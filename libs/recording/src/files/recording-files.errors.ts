import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

/** The row says that it is there: its file was removed, or lies where this process does not look. */
export class SegmentMissing extends Problem {
  readonly code = 'recording_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor() {
    super('The sound of this recording is not there any more.');
  }
}

export class RecordingsUnavailable extends Problem {
  readonly code = 'recordings_unavailable';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly retryAfterSeconds = 5;

  constructor(override readonly cause: unknown) {
    super('The store of recordings cannot be reached at the moment. Try again shortly.');
  }
}
