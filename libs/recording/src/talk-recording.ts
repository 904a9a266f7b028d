import type { TalkTap } from './tap/talk-tap.js';
import type { RecordedSound, Segment } from './write/recorded-sound.js';
import type { Recorders } from './write/recorder-thread.js';
import type { RecordingOptions } from './write/recording-writer.js';
import type { WriterNews } from './write/writer-desk.js';

/** What was heard goes to the writer this often. */
const FEED_MS = 250;
/** What was heard so long ago has come: a process that stood still tells it late, and a loudspeaker takes back what it did not play. */
const SETTLED_MS = 1_200;
/** So many feeds that were not written yet are ten seconds: the writer cannot keep up, or its disk hangs. */
const MOST_UNWRITTEN = 40;

export type RecordingFault = Extract<WriterNews, { type: 'failed' }>['reason'];

interface TalkRecordingOptions extends RecordingOptions {
  id: string;
  tap: TalkTap;
  recorders: Recorders;
  /** A segment is on the disk. */
  onSegment: (segment: Segment) => void;
  /** Nothing more of it is written. */
  onFailed: (reason: RecordingFault, error: string) => void;
}

/** The recording of one talk, from its beginning to its end. */
export class TalkRecording {
  private sounds: RecordedSound[] = [];
  private unwritten = 0;
  private isOver = false;
  private hasFailed = false;
  private readonly ended = Promise.withResolvers<void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: TalkRecordingOptions) {}

  get id(): string {
    return this.options.id;
  }

  begin(): void {
    const { id, folder, rates, recorders, tap } = this.options;
    recorders.open({ id, do: 'open', options: { folder, rates } }, (news) => this.heed(news));
    tap.listen((sound) => this.sounds.push(sound));
    this.timer = setInterval(() => this.feed(), FEED_MS);
  }

  /** Resolves when all of it is on the disk, or it failed. */
  async end(): Promise<void> {
    const { id, recorders, tap } = this.options;
    if (!this.stop()) return this.ended.promise;
    recorders.order({ id, do: 'end', sounds: this.taken(), atMs: tap.elapsedMs });
    return this.ended.promise;
  }

  /** Keeps nothing of it. */
  async discard(): Promise<void> {
    const { id, recorders } = this.options;
    if (this.stop()) recorders.order({ id, do: 'discard' });
    return this.ended.promise;
  }

  private feed(): void {
    const { id, recorders, tap } = this.options;
    this.unwritten += 1;
    if (this.unwritten > MOST_UNWRITTEN) {
      return this.fail('failed', 'the recording is not written in time');
    }
    recorders.order({ id, do: 'feed', sounds: this.taken(), settledMs: tap.elapsedMs - SETTLED_MS });
  }

  private heed(news: WriterNews): void {
    switch (news.type) {
      case 'fed':
        this.unwritten -= 1;
        return;
      case 'segment':
        this.options.onSegment(news.segment);
        return;
      case 'ended':
        this.ended.resolve();
        return;
      case 'failed':
        this.fail(news.reason, news.error);
    }
  }

  private fail(reason: RecordingFault, error: string): void {
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.stop();
    this.options.onFailed(reason, error);
    this.ended.resolve();
  }

  /** False when it has stopped before. */
  private stop(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    clearInterval(this.timer);
    this.options.tap.stop();
    return true;
  }

  private taken(): RecordedSound[] {
    const { sounds } = this;
    this.sounds = [];
    return sounds;
  }
}
