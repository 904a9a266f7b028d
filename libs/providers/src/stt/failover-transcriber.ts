import type { SwitchListener } from '../failover/switch-listener.js';
import type { VendorHealths } from '../failover/vendor-health.js';
import { FailoverTranscription } from './failover-transcription.js';
import { Transcriber } from './transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from './transcriber.js';

/** Sound that is kept until it was understood. */
const KEPT_MS = 10_000;

interface FailoverOptions {
  /** In the order in which they are wanted; at least one. */
  choices: readonly Transcriber[];
  healths: VendorHealths;
  listener: SwitchListener;
  keptMs?: number;
  now?: () => number;
}

/**
 * Several recognisers that listen as one: when one cannot, the next does, and hears again what was not understood. A stream stands
 * at once and keeps what it is given until somebody listens; when nobody can, it tells so as any stream does.
 */
export class FailoverTranscriber extends Transcriber {
  readonly vendor: string;
  readonly modelName: string;

  constructor(private readonly options: FailoverOptions) {
    super();
    const [first] = options.choices;
    if (!first) throw new Error('nobody to choose from: give at least one transcriber');
    this.vendor = first.vendor;
    this.modelName = first.modelName;
  }

  open(
    settings: TranscriptionSettings,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ): Promise<Transcription> {
    const { choices, healths, listener: switches, keptMs = KEPT_MS, now = Date.now } = this.options;
    const stream = new FailoverTranscription({
      choices,
      healthOf: ({ vendor }) => healths.of('stt', vendor),
      switches,
      keptMs,
      now,
      openStream: (choice, streamListener, streamSignal) =>
        choice.open(settings, streamListener, streamSignal),
      listener,
      signal,
    });
    return Promise.resolve(stream);
  }
}
