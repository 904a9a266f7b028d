import type { RecordedSound, Segment } from './recorded-sound.js';
import { RecordingWriter } from './recording-writer.js';
import type { RecordingOptions } from './recording-writer.js';

export type WriterOrder = { id: string } & (
  | { do: 'open'; options: RecordingOptions }
  /** All up to that time has come. */
  | { do: 'feed'; sounds: RecordedSound[]; settledMs: number }
  | { do: 'end'; sounds: RecordedSound[]; atMs: number }
  | { do: 'discard' }
);

export type WriterNews = { id: string } & (
  | { type: 'fed' }
  | { type: 'segment'; segment: Segment }
  | { type: 'ended' }
  | { type: 'failed'; reason: 'disk_full' | 'failed'; error: string }
);

/** The recordings that one thread writes. Orders for the same one are obeyed in the order they come in. */
export class WriterDesk {
  private readonly writers = new Map<string, Promise<RecordingWriter>>();

  constructor(private readonly tell: (news: WriterNews) => void) {}

  take(order: WriterOrder): void {
    const { id } = order;
    if (order.do === 'open') this.writers.set(id, RecordingWriter.open(order.options));
    const writer = this.writers.get(id);
    if (!writer) return; // it failed before
    this.writers.set(
      id,
      writer.then((open) => {
        this.obey(open, order);
        return open;
      }),
    );
    this.writers.get(id)?.catch((error: unknown) => this.fail(id, writer, error));
  }

  private obey(writer: RecordingWriter, order: WriterOrder): void {
    const { id } = order;
    switch (order.do) {
      case 'open':
        return;
      case 'feed':
        for (const sound of order.sounds) writer.take(sound);
        this.tellOf(id, writer.advance(order.settledMs));
        this.tell({ id, type: 'fed' });
        return;
      case 'end':
        for (const sound of order.sounds) writer.take(sound);
        this.tellOf(id, writer.end(order.atMs));
        break;
      case 'discard':
        writer.discard();
        break;
    }
    this.writers.delete(id);
    this.tell({ id, type: 'ended' });
  }

  private tellOf(id: string, segments: readonly Segment[]): void {
    for (const segment of segments) this.tell({ id, type: 'segment', segment });
  }

  private fail(id: string, writer: Promise<RecordingWriter>, error: unknown): void {
    if (!this.writers.delete(id)) return; // told already
    // A disk that takes nothing may refuse this as well.
    void writer.then((open) => open.giveUp()).catch(() => undefined);
    this.tell({ id, type: 'failed', reason: reasonOf(error), error: String(error) });
  }
}

export function reasonOf(error: unknown): 'disk_full' | 'failed' {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' ? 'disk_full' : 'failed';
}
