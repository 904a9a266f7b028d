import { setImmediate as turn } from 'node:timers/promises';
import type { NewsListener, Recorders } from '../src/write/recorder-thread.js';
import { WriterDesk } from '../src/write/writer-desk.js';
import type { WriterOrder } from '../src/write/writer-desk.js';

/** Writes recordings in the thread of the test. */
export class RecordersHere implements Recorders {
  private readonly listeners = new Map<string, NewsListener>();
  private unwritten = 0;
  private readonly desk = new WriterDesk((news) => {
    if (news.type !== 'segment') this.unwritten -= 1;
    this.listeners.get(news.id)?.(news);
  });

  open(order: Extract<WriterOrder, { do: 'open' }>, listener: NewsListener): void {
    this.listeners.set(order.id, listener);
    this.order(order);
  }

  order(order: WriterOrder): void {
    if (order.do !== 'open') this.unwritten += 1;
    this.desk.take(order);
  }

  /** All that was ordered is done. */
  async written(): Promise<void> {
    while (this.unwritten > 0) await turn();
  }
}
