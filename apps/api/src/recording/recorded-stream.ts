import { Readable } from 'node:stream';
import type { ByteRange, RecordingFiles, SegmentPlace } from '#recording';
import type { RecordingRecord } from '#store';

interface Part extends SegmentPlace {
  bytes: number;
}

/**
 * The recordings of one session as one file, the parts of which lie one after the other. A session that another agent took over has
 * several, and is a chain of Ogg streams then.
 */
export class RecordedStream {
  readonly bytes: number;
  readonly etag: string;
  private readonly parts: readonly Part[];

  constructor(recordings: readonly RecordingRecord[]) {
    this.parts = recordings.flatMap(({ location, segments }) =>
      segments.map(({ name, bytes }) => ({ location, name, bytes })),
    );
    this.bytes = this.parts.reduce((sum, part) => sum + part.bytes, 0);
    // It only grows, while the talk goes on.
    this.etag = `"${recordings.at(-1)?.id ?? ''}-${this.bytes}"`;
  }

  /** The first piece is there when this resolves. @throws SegmentMissing @throws RecordingsUnavailable */
  async read(range: ByteRange, files: RecordingFiles, signal: AbortSignal): Promise<Readable> {
    const [first, ...rest] = this.within(range);
    if (!first) return Readable.from([]);
    const opened = await files.read(first.part, first.range, signal);
    return Readable.from(
      (async function* () {
        yield* opened;
        for (const { part, range } of rest) yield* await files.read(part, range, signal);
      })(),
      { objectMode: false },
    );
  }

  /** What of each part lies in the range. */
  private within({ start, end }: ByteRange): { part: Part; range: ByteRange }[] {
    let before = 0;
    return this.parts.flatMap((part) => {
      const from = Math.max(start - before, 0);
      const to = Math.min(end - before, part.bytes - 1);
      before += part.bytes;
      return from <= to ? [{ part, range: { start: from, end: to } }] : [];
    });
  }
}
