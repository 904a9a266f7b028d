import type { EarScriptDto } from './ear-scripts.dto.js';
import { ScriptRun } from './script-run.js';
import { StreamEar } from './stream-ear.js';
import type { StreamListener } from './stream-ear.js';
import { TurnDetector } from './turn-detector.js';

const STEP_MS = 10;
/** The next utterance begins where sound begins again after this much silence. */
const SILENCE_MS = 100;
/** What passes in a street must not begin a script. */
const THRESHOLD = 0.8;

/**
 * Understands by a script: nothing is recognised. The speech of a script begins with the first voiced sample after the one before was
 * over; from there all goes by the clock of the samples, so that words come at the same places in the sound however it is sent.
 */
export class ScriptedEar extends StreamEar {
  private readonly detector: TurnDetector;
  private readonly upcoming: EarScriptDto[];
  private samples = 0;
  private run: ScriptRun | undefined;

  constructor(
    scripts: readonly EarScriptDto[],
    private readonly rate: number,
    private readonly listener: StreamListener,
    private readonly closed: () => void = () => undefined,
  ) {
    super();
    this.upcoming = [...scripts];
    const times = { silence_duration_ms: SILENCE_MS, prefix_padding_ms: 0 };
    this.detector = new TurnDetector({ type: 'server_vad', threshold: THRESHOLD, ...times }, rate);
  }

  /** These are next, whatever was left of the ones before. */
  turnTo(scripts: readonly EarScriptDto[]): void {
    this.run = undefined;
    this.upcoming.splice(0, Infinity, ...scripts);
  }

  get endMs(): number {
    return (this.samples / this.rate) * 1_000;
  }

  write(pcm: Int16Array): void {
    const step = (this.rate / 1_000) * STEP_MS;
    for (let from = 0; from < pcm.length; from += step) this.hear(pcm.subarray(from, from + step));
  }

  wait(): void {}

  finalize(): Promise<void> {
    this.run?.finalize(this.endMs);
    this.endRun();
    return Promise.resolve();
  }

  close(): void {
    this.turnTo([]);
    this.closed();
  }

  private hear(pcm: Int16Array): void {
    this.samples += pcm.length;
    for (const event of this.detector.feed(pcm)) {
      if (event.type !== 'speech_started') continue;
      this.listener.speechStarted(event.audioStartMs);
      this.run ??= this.begin(event.audioStartMs);
    }
    this.run?.advance(this.endMs);
    this.endRun();
  }

  private begin(startMs: number): ScriptRun | undefined {
    const script = this.upcoming.shift();
    return script && new ScriptRun(script, startMs, this.listener);
  }

  private endRun(): void {
    if (this.run?.over) this.run = undefined;
  }
}
