import type { Ear } from './ear.js';
import { SoundTail } from './sound-tail.js';
import { StreamEar } from './stream-ear.js';
import type { Silences, StreamListener, StreamWord } from './stream-ear.js';
import { TurnDetector } from './turn-detector.js';
import { unclearWord, wordsOf } from './written-words.js';

export interface StreamingEarOptions extends Silences {
  ear: Pick<Ear, 'hear' | 'idle'>;
  /** Samples a second: a multiple of 8,000. */
  rate: number;
  interims: boolean;
  listener: StreamListener;
  /** A recognition failed; its speech counts as unclear. */
  onFault: (error: unknown) => void;
}

/** Recognition of the speech from its beginning to some silence. */
interface Hearing {
  startMs: number;
  /** Where the sound that is recognised ends. */
  cutMs: number;
  speechEndMs: number;
  given: AbortController;
  /** The silence was long enough for a whole sentence. */
  mayEnd: boolean;
  /** It is the end, whatever was understood. */
  mustEnd: boolean;
  forced: boolean;
  understood?: Understood;
  /** Settles when it is understood, or given up. */
  done: Promise<void>;
}

interface Understood {
  /** What the listener has not been told yet; none when it was unclear. */
  words: StreamWord[];
  whole: boolean;
  kept: Kept;
}

/** What a sentence may still belong to: one that was settled a moment ago. */
interface Kept {
  startMs: number;
  /** How many of its words the listener was told. */
  told: number;
}

const PADDING_MS = 200;
/** Closed lips within a word are shorter: from here on it is worth to recognise ahead of the end. */
const PAUSE_MS = 50;
/** Silence shorter than this is found within sentences. */
const SHORTEST_SILENCE_MS = 90;
/** What is shorter than any word and not understood is a cough: nobody is told of it. */
const SHORTEST_UNCLEAR_MS = 200;
const KEPT_SOUND_MS = 20_000;
const LONGEST_SPEECH_MS = 15_000;
/** Who goes on within this time may go on with the same sentence. */
const SAME_SENTENCE_MS = 2_500;
const INTERIM_EVERY_MS = 300;
/** An interim recognises all from the beginning: after one comes a rest of so many times what it took. */
const INTERIM_REST = 3;

/**
 * Recognises a stream, stretch by stretch. The grammar knows whole sentences only, so a stretch ends with the silence after a sentence
 * that is whole; a person who pauses within one has not ended it, until the silence is long or `finalize` says so. Then its words are
 * told as far as they go, and when the person goes on, the sound of both is recognised together and the rest of the words is told.
 */
export class StreamingEar extends StreamEar {
  private readonly sound: SoundTail;
  private readonly detector: TurnDetector;
  private readonly ending = new AbortController();
  /** Where the speech under way begins, padding included. */
  private startMs: number | undefined;
  /** Where the last speech that is over ended. */
  private spokenMs = 0;
  /** The recognition that was begun in the silence under way. */
  private early: Hearing | undefined;
  private last: Promise<void> = Promise.resolve();
  private kept: (Kept & { endMs: number }) | undefined;
  private hinting = false;
  private nextHintMs = 0;

  constructor(private readonly options: StreamingEarOptions) {
    super();
    const { rate, silenceMs, unfinishedSilenceMs } = options;
    this.sound = new SoundTail(rate, KEPT_SOUND_MS);
    this.detector = new TurnDetector(
      {
        type: 'semantic_vad',
        prefix_padding_ms: 0,
        pause_ms: PAUSE_MS,
      },
      rate,
    );
    this.wait({ silenceMs, unfinishedSilenceMs });
  }

  get endMs(): number {
    return this.sound.endMs;
  }

  write(pcm: Int16Array): void {
    if (this.ending.signal.aborted) return;
    this.sound.write(pcm);
    for (const event of this.detector.feed(pcm)) {
      switch (event.type) {
        case 'speech_started':
          this.startMs = Math.max(this.spokenMs, event.audioStartMs - PADDING_MS);
          this.nextHintMs = this.endMs + INTERIM_EVERY_MS;
          this.options.listener.speechStarted(event.audioStartMs);
          break;
        case 'speech_paused':
          if (this.options.ear.idle) this.early = this.begin(event.speechEndMs);
          break;
        case 'speech_resumed':
          // After a silence that was long enough it may have been a sentence yet: then it ends there.
          if (!this.early?.mayEnd) this.early?.given.abort();
          this.early = undefined;
          break;
        case 'speech_ending':
          this.early ??= this.begin(this.endMs);
          this.early.mayEnd = true;
          this.decide(this.early);
          break;
        case 'speech_stopped':
          this.end(event.speechEndMs, false);
          break;
      }
    }
    if (this.startMs === undefined) return;
    if (this.endMs - this.startMs > LONGEST_SPEECH_MS) {
      this.detector.stop();
      this.end(this.endMs, false);
    } else this.hintWhenIdle(this.startMs);
  }

  wait({ silenceMs, unfinishedSilenceMs }: Silences): void {
    this.detector.wait(Math.max(silenceMs, SHORTEST_SILENCE_MS), unfinishedSilenceMs);
  }

  async finalize(): Promise<void> {
    const stopped = this.detector.stop();
    if (stopped) this.end(stopped.speechEndMs, true);
    await this.last;
  }

  close(): void {
    this.ending.abort(new Error('the stream is closed'));
    this.startMs = undefined;
  }

  /** The speech under way is over; what was understood of it is told as soon as it is known. */
  private end(speechEndMs: number, forced: boolean): void {
    const hearing = this.early ?? this.begin(speechEndMs);
    hearing.mustEnd = true;
    hearing.forced = forced;
    this.spokenMs = speechEndMs;
    this.startMs = undefined;
    this.early = undefined;
    this.decide(hearing);
  }

  private begin(speechEndMs: number): Hearing {
    const hearing: Hearing = {
      startMs: this.startMs ?? this.endMs,
      cutMs: this.endMs,
      speechEndMs,
      given: new AbortController(),
      mayEnd: false,
      mustEnd: false,
      forced: false,
      done: Promise.resolve(),
    };
    hearing.done = this.follow(hearing, this.last); // never rejects
    this.last = hearing.done;
    return hearing;
  }

  private async follow(hearing: Hearing, before: Promise<void>): Promise<void> {
    const own = this.hear(hearing.startMs, hearing.cutMs, hearing.given.signal);
    own.catch(() => undefined); // looked at below
    await before; // words are told in the order in which they were said
    try {
      hearing.understood = await this.understand(hearing, await own);
    } catch (error) {
      if (this.ending.signal.aborted || hearing.given.signal.aborted) return;
      this.options.onFault(error);
      hearing.understood = { words: [], whole: false, kept: { startMs: hearing.startMs, told: 0 } };
    }
    this.decide(hearing);
  }

  private async understand(hearing: Hearing, words: HeardWords): Promise<Understood> {
    const { startMs, cutMs, given } = hearing;
    const own = { ...words, kept: { startMs, told: words.words.length } };
    const { kept } = this;
    if (own.whole || !kept || startMs - kept.endMs > SAME_SENTENCE_MS) return own;

    const joined = await this.hear(kept.startMs, cutMs, given.signal);
    const rest = joined.words.slice(kept.told);
    if (rest.length === 0 || (!joined.whole && rest.length <= own.words.length)) return own;
    return { words: rest, whole: joined.whole, kept: { startMs: kept.startMs, told: joined.words.length } };
  }

  private decide(hearing: Hearing): void {
    const { understood, mayEnd, mustEnd, startMs } = hearing;
    if (!understood || this.ending.signal.aborted) return;
    const underWay = startMs === this.startMs;
    if (mustEnd || (underWay && mayEnd && understood.whole)) this.settle(hearing, understood);
    else if (underWay && understood.words.length > 0) this.hint(startMs, hearing.cutMs, understood.words);
  }

  private settle(hearing: Hearing, { words, kept }: Understood): void {
    const { startMs, cutMs, speechEndMs, forced } = hearing;
    this.kept = words.length > 0 ? { ...kept, endMs: speechEndMs } : undefined;
    if (this.startMs === startMs) {
      if (this.early === hearing) {
        this.detector.stop();
        this.spokenMs = speechEndMs;
        this.early = undefined;
        this.startMs = undefined;
      } else {
        // The person has gone on meanwhile: the next stretch begins where this one was cut.
        this.startMs = cutMs;
        if (this.early)
          this.early = Object.assign(this.begin(this.early.speechEndMs), { mayEnd: this.early.mayEnd });
      }
    }
    if (words.length === 0 && speechEndMs - startMs < PADDING_MS + SHORTEST_UNCLEAR_MS) return;
    const told = words.length > 0 ? words : [unclearWord(startMs, speechEndMs)];
    const stretch = { startMs: told[0]?.startMs ?? startMs, endMs: speechEndMs, words: told };
    this.options.listener.final(stretch, forced);
  }

  private hintWhenIdle(startMs: number): void {
    const { interims, ear } = this.options;
    if (!interims || this.early || this.hinting || !ear.idle) return;
    if (this.endMs < this.nextHintMs) return;
    this.hinting = true;
    void this.hintAt(startMs, this.endMs); // runs beside the stream and never rejects
  }

  private async hintAt(startMs: number, endMs: number): Promise<void> {
    try {
      const { words } = await this.hear(startMs, endMs);
      if (words.length > 0 && startMs === this.startMs && !this.early) this.hint(startMs, endMs, words);
    } catch (error) {
      if (!this.ending.signal.aborted) this.options.onFault(error);
    } finally {
      this.hinting = false;
      const tookMs = this.endMs - endMs;
      this.nextHintMs = this.endMs + Math.max(INTERIM_EVERY_MS, INTERIM_REST * tookMs);
    }
  }

  private hint(startMs: number, endMs: number, words: readonly StreamWord[]): void {
    if (!this.options.interims) return;
    this.options.listener.interim({ startMs, endMs, words: words.map(withoutMark) });
  }

  private async hear(fromMs: number, toMs: number, given?: AbortSignal): Promise<HeardWords> {
    const { ear, rate } = this.options;
    const signal = given ? AbortSignal.any([this.ending.signal, given]) : this.ending.signal;
    const heard = await ear.hear(this.sound.read(fromMs, toMs), { rate, signal });
    return { words: wordsOf(heard, fromMs, toMs), whole: !heard.unclear };
  }
}

interface HeardWords {
  words: StreamWord[];
  whole: boolean;
}

/** What follows is not known yet. */
function withoutMark(word: StreamWord): StreamWord {
  return { ...word, written: word.written.replace(/[.?]$/, '') };
}
