import type { SwitchListener } from '../failover/switch-listener.js';
import type { VendorHealth } from '../failover/vendor-health.js';
import { Patience } from '../patience.js';
import { VendorFault } from '../vendor-fault.js';
import type { FaultReason } from '../vendor-fault.js';
import { Candidates } from './candidates.js';
import { DownClock } from './down-clock.js';
import { KeptSound } from './kept-sound.js';
import { HEARING_RATE } from './transcriber.js';
import type { Transcriber, Transcription, TranscriptionListener } from './transcriber.js';

/** With nobody listening for as long as this, the talk cannot go on. */
const DOWN_AT_MOST_MS = 8_000;
/** A stream that lived this long was a good one, and may end. */
const STABLE_AFTER_MS = 10_000;
/** One that settled something was a good one too, if it did not only just begin. */
const USEFUL_AFTER_MS = 1_000;
/** Back to a better choice not sooner than this after a fault. */
const BACK_AFTER_MS = 20_000;
/** Said again after a final of which is not known how far it reaches. */
const OVERLAP_SAMPLES = HEARING_RATE * 0.2;

interface Stream {
  choice: Transcriber;
  transcription?: Transcription;
  since: number;
  /** The place in the talk at which its sound begins, in samples. */
  from: number;
  hasSettled: boolean;
  fault?: VendorFault;
}

interface FailoverTranscriptionOptions {
  choices: readonly Transcriber[];
  healthOf: (choice: Transcriber) => VendorHealth;
  openStream: (
    choice: Transcriber,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ) => Promise<Transcription>;
  listener: TranscriptionListener;
  switches: SwitchListener;
  keptMs: number;
  now: () => number;
  signal: AbortSignal;
}

/** One stream of sound over as many streams of vendors as it takes, one at a time. */
export class FailoverTranscription implements Transcription {
  private readonly over = new AbortController();
  private readonly clock: DownClock;
  private readonly candidates: Candidates;
  private readonly kept: KeptSound;
  /** Who listens now. */
  private stream: Stream | undefined;
  /** Who is being asked whether it does; and, while another listens, one that is better. */
  private readonly asked = new Set<Stream>();
  private retry: NodeJS.Timeout | undefined;
  /** By whom the listener believes to be served. */
  private serving: Transcriber | undefined;
  /** Why it is not the first choice. */
  private awayBecause: FaultReason = 'left_alone';
  private trouble: { since: number; reason?: FaultReason };
  private backNotBefore = 0;
  private isSpeaking = false;
  /** The place at which the person seemed to have finished, until it was settled. */
  private finalizeAt: number | undefined;

  constructor(private readonly options: FailoverTranscriptionOptions) {
    const { choices, healthOf, keptMs, now, signal } = options;
    this.clock = new DownClock(now);
    const patience = new Patience({ waitAtMostMs: DOWN_AT_MOST_MS, now: this.clock.elapsedMs });
    this.candidates = new Candidates(choices, healthOf, patience);
    this.kept = new KeptSound(keptMs);
    this.serving = choices[0];
    this.trouble = { since: now() };
    signal.addEventListener('abort', this.close, { once: true });
    this.clock.down();
    if (signal.aborted) this.close();
    else this.askNext();
  }

  /** Nobody listens while one vendor follows another: what was said meanwhile is said again. */
  get owesWords(): boolean {
    return this.stream ? (this.stream.transcription?.owesWords ?? true) : true;
  }

  write(samples: Int16Array): void {
    if (this.over.signal.aborted) return;
    this.kept.add(samples);
    this.stream?.transcription?.write(samples);
  }

  finalize(): void {
    this.finalizeAt = this.kept.end;
    this.stream?.transcription?.finalize();
  }

  readonly close = (): void => {
    if (this.over.signal.aborted) return;
    this.over.abort();
    clearTimeout(this.retry);
    this.options.signal.removeEventListener('abort', this.close);
    this.candidates.release();
    for (const { choice } of this.asked) this.options.healthOf(choice).gaveUp();
    if (this.stream) this.leave(this.stream);
    this.stream = undefined;
  };

  private readonly askNext = (): void => {
    const choice = this.candidates.next();
    if (choice) void this.ask(choice);
  };

  /** Never rejects. */
  private async ask(choice: Transcriber): Promise<void> {
    const stream = this.newStream(choice);
    const fault = await this.open(stream);
    if (this.over.signal.aborted) return;
    if (fault) return this.cope(stream, fault);
    this.clock.up();
    this.candidates.release();
    this.awayBecause = this.trouble.reason ?? this.awayBecause;
    this.serve(stream);
  }

  private newStream(choice: Transcriber): Stream {
    return { choice, since: this.options.now(), from: 0, hasSettled: false };
  }

  /** @returns why it cannot be had; never rejects */
  private async open(stream: Stream): Promise<VendorFault | undefined> {
    this.asked.add(stream);
    try {
      const { signal } = this.over;
      const opened = await this.options.openStream(stream.choice, this.listenerOf(stream), signal);
      if (signal.aborted) opened.close();
      stream.transcription = opened;
      stream.since = this.options.now();
      return stream.fault;
    } catch (error) {
      return error instanceof VendorFault ? error : new VendorFault('unreachable');
    } finally {
      this.asked.delete(stream);
    }
  }

  /** Only who listens is heard: what others say is of sound that is said again. */
  private listenerOf(stream: Stream): TranscriptionListener {
    return {
      interim: (text) => {
        if (this.stream === stream) this.interim(text);
      },
      final: (text, language, untilMs) => {
        if (this.stream === stream) this.final(stream, text, language, untilMs);
      },
      failed: (fault) => {
        stream.fault = fault;
        if (this.stream === stream) this.lose(stream, fault);
      },
    };
  }

  private interim(text: string): void {
    this.isSpeaking = true;
    this.options.listener.interim(text);
  }

  private final(stream: Stream, text: string, language: string | undefined, untilMs?: number): void {
    const { healthOf, listener } = this.options;
    const samples = untilMs === undefined ? undefined : Math.round((untilMs / 1_000) * HEARING_RATE);
    const place = samples === undefined ? this.kept.end - OVERLAP_SAMPLES : stream.from + samples;
    this.kept.forgetUntil(place);
    if (samples === undefined || place >= (this.finalizeAt ?? Infinity)) this.finalizeAt = undefined;
    stream.hasSettled = true;
    this.isSpeaking = false;
    healthOf(stream.choice).answered();
    listener.final(text, language, samples === undefined ? undefined : (place / HEARING_RATE) * 1_000);
    if (this.stream === stream) this.considerBetter(stream.choice);
  }

  private serve(stream: Stream): void {
    const { now, switches } = this.options;
    const { serving: before, awayBecause: reason } = this;
    const afterMs = now() - this.trouble.since;
    this.stream = stream;
    this.serving = stream.choice;
    if (before && before !== stream.choice)
      switches.switched({ kind: 'stt', from: before.vendor, to: stream.choice.vendor, reason, afterMs });
    this.sayAgain(stream);
  }

  private sayAgain(stream: Stream): void {
    const { from, pieces } = this.kept.unheard();
    stream.from = from;
    let place = from;
    for (const piece of pieces) {
      // It may break under what is said.
      if (this.stream !== stream) return;
      stream.transcription?.write(piece);
      place += piece.length;
      if (place === this.finalizeAt) stream.transcription?.finalize();
    }
  }

  /** Who listened is gone. */
  private lose(stream: Stream, fault: VendorFault): void {
    const { healthOf, now } = this.options;
    const livedMs = now() - stream.since;
    const wasStable = livedMs >= STABLE_AFTER_MS;
    // Vendors end long streams as a matter of course, and take the next one.
    const isRenewal = wasStable && fault.reason === 'closed';
    this.stream = undefined;
    this.clock.down();
    this.trouble = { since: now() };
    if (wasStable || (stream.hasSettled && livedMs >= USEFUL_AFTER_MS))
      this.candidates.servedBy(stream.choice, isRenewal);
    if (!isRenewal) return this.cope(stream, fault);
    healthOf(stream.choice).gaveUp();
    this.askNext();
  }

  /** On to the next choice, at once or after a pause; or to the end. */
  private cope({ choice }: Stream, fault: VendorFault): void {
    const { listener, switches, now } = this.options;
    this.trouble.reason ??= fault.reason;
    this.backNotBefore = now() + BACK_AFTER_MS;
    const pauseMs = this.candidates.failed(choice, fault);
    switches.failed({ kind: 'stt', vendor: choice.vendor, fault, isLast: pauseMs === undefined });
    if (pauseMs === undefined) {
      this.close();
      listener.failed(fault);
    } else if (pauseMs === 0) this.askNext();
    else this.retry = setTimeout(this.askNext, pauseMs);
  }

  /** At a moment of quiet; never sooner than a while after trouble. */
  private considerBetter(choice: Transcriber): void {
    if (this.asked.size > 0 || this.options.now() < this.backNotBefore) return;
    const better = this.candidates.betterThan(choice);
    if (better) void this.goBackTo(better);
  }

  /** Who listens goes on until the other stands. Never rejects. */
  private async goBackTo(choice: Transcriber): Promise<void> {
    const { healthOf, now, switches } = this.options;
    const stream = this.newStream(choice);
    const fault = await this.open(stream);
    if (this.over.signal.aborted) return;
    this.backNotBefore = now() + BACK_AFTER_MS;
    if (fault) {
      healthOf(choice).failed(fault);
      switches.failed({ kind: 'stt', vendor: choice.vendor, fault, isLast: false });
      return;
    }
    const before = this.stream;
    if (!before || this.isSpeaking) return this.leave(stream);
    this.trouble = { since: stream.since };
    this.serve(stream);
    this.leave(before);
  }

  private leave({ choice, transcription, hasSettled }: Stream): void {
    transcription?.close();
    if (!hasSettled) this.options.healthOf(choice).gaveUp();
  }
}
