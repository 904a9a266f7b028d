import type { Readable } from 'node:stream';

/** Bytes of a file, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** One file of a recording. */
export interface SegmentPlace {
  /** Of the recording: unguessable, and made when it begins. */
  location: string;
  name: string;
}

const LOCATION = /^[0-9a-f]{32}$/;

/** Where the sound of recordings lies. */
export abstract class RecordingFiles {
  /** @throws SegmentMissing when it is not there @throws RecordingsUnavailable when nobody can tell */
  abstract read(place: SegmentPlace, range: ByteRange, signal: AbortSignal): Promise<Readable>;

  /** What a bucket answers to a listing of nothing, 200 when all is well; undefined where there is none. @throws RecordingsUnavailable */
  abstract look(signal: AbortSignal): Promise<number | undefined>;

  /** Of all that there is of a recording nothing is left, and nothing is wrong when there was nothing. @throws RecordingsUnavailable */
  async erase(location: string): Promise<void> {
    // An empty one would be all of them.
    if (!LOCATION.test(location)) throw new RangeError('This is no location of a recording.');
    await this.eraseAll(location);
  }

  protected abstract eraseAll(location: string): Promise<void>;
}
