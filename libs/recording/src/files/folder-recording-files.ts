import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { RecordingsUnavailable, SegmentMissing } from './recording-files.errors.js';
import { RecordingFiles } from './recording-files.js';
import type { ByteRange, SegmentPlace } from './recording-files.js';

/** Recordings in a folder that this machine reaches. */
export class FolderRecordingFiles extends RecordingFiles {
  constructor(private readonly dir: string) {
    super();
  }

  async read({ location, name }: SegmentPlace, range: ByteRange, signal: AbortSignal): Promise<Readable> {
    try {
      const file = await open(join(this.dir, location, name));
      return file.createReadStream({ ...range, signal });
    } catch (error) {
      if (isMissing(error)) throw new SegmentMissing();
      throw new RecordingsUnavailable(error);
    }
  }

  look(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  protected async eraseAll(location: string): Promise<void> {
    try {
      await rm(join(this.dir, location), { recursive: true, force: true });
    } catch (error) {
      throw new RecordingsUnavailable(error);
    }
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
