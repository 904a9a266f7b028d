import { SentenceRelay } from './sentence-relay.js';
import type { RelayOptions } from './sentence-relay.js';
import { Synthesizer } from './synthesizer.js';
import type { SpeakingSettings } from './synthesizer.js';

/** A person notices a silence that is longer. */
const HEDGE_AFTER_MS = 1_200;

type FailoverOptions = Pick<RelayOptions, 'choices' | 'healths' | 'listener'> &
  Partial<Pick<RelayOptions, 'hedgeAfterMs' | 'now'>>;

/** The voices of one talk, best first. Where one fails, at the start of a sentence or in the middle, the next goes on. */
export class FailoverSynthesizer extends Synthesizer {
  readonly vendor: string;
  readonly modelName: string;
  readonly voice: string;
  private readonly options: RelayOptions;
  private lastSpeaker: Synthesizer | undefined;

  constructor({ hedgeAfterMs = HEDGE_AFTER_MS, now = Date.now, ...options }: FailoverOptions) {
    super();
    const [first] = options.choices;
    if (!first) throw new Error('a talk needs a voice');
    this.vendor = first.vendor;
    this.modelName = first.modelName;
    this.voice = first.voice;
    this.options = { ...options, hedgeAfterMs, now };
  }

  async *speak(text: string, settings: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array> {
    const relay = new SentenceRelay(this.options, settings, signal, this.lastSpeaker);
    try {
      yield* relay.speak(text);
    } finally {
      this.lastSpeaker = relay.lastSpeaker ?? this.lastSpeaker;
    }
  }

  async warm(): Promise<void> {
    await Promise.all(this.options.choices.map((choice) => choice.warm()));
  }

  /** Its voices belong to the process, and speak in other talks. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
