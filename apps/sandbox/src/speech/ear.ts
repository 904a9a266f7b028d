import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { OpenEar } from './open-ear.js';
import type { Recognition, RecogniserOptions, RecogniserRequest, TimedWord } from './recogniser.js';
import { ThreadPool } from './thread-pool.js';
import { ACCENTS, DECOY_MARK, isTravelSentence, PRONUNCIATIONS, travelJsgf } from './travel-grammar.js';
import { travelSlots } from './travel-slots.js';
import type { TravelSlots } from './travel-slots.js';
import { isSilent } from './turn-detector.js';

/** What a transcript says when the ear is not sure. */
export const UNCLEAR = '[unclear]';

export interface Heard {
  /** The words, exactly as the grammar writes them, or `[unclear]`. */
  text: string;
  unclear: boolean;
  /** 0 to 1; below a half nothing is believed. */
  confidence: number;
  slots: TravelSlots;
  /** What is unclear may be the beginning of a sentence: as far as it goes. */
  beginning?: string;
  /** Of the text, or of the beginning, with their times in the sound; left out where only the text is known. */
  words?: readonly TimedWord[];
}

export interface HearOptions {
  /** Samples a second of the sound given, a multiple of 8,000. */
  rate?: number;
  signal?: AbortSignal;
}

/**
 * How much worse than free sounds a sentence may explain the speech and still be believed half: all of it, with half the worst word,
 * in log likelihood a frame. Measured with sound that went through Opus: sentences of the grammar in the American voice stay above
 * -17, speech of another world below -22.
 */
const BELIEVED = -20;

/** Speech in: one utterance of PCM16 mono becomes words, or `[unclear]`. */
@Injectable()
export class Ear implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly threads = new ThreadPool<RecogniserRequest, Recognition>({
    work: 'recogniser',
    options: {
      grammar: travelJsgf(),
      decoy: DECOY_MARK,
      lexicon: [
        ...Object.entries(PRONUNCIATIONS),
        ...Object.entries(ACCENTS).flatMap(([word, all]) => all.map((phones) => [word, phones] as const)),
      ],
    } satisfies RecogniserOptions,
    threads: 2,
    maxWaiting: 32,
    // Many who finish at once wait for each other: late words are better than none.
    deadlineMs: 20_000,
  });

  constructor(private readonly openEar: OpenEar) {}

  onApplicationBootstrap(): void {
    this.threads.warm();
  }

  /** Whether nobody is being heard: a good moment for what is only nice to know. */
  get idle(): boolean {
    return this.threads.idle;
  }

  async hear(pcm: Int16Array, { rate = 24_000, signal }: HearOptions = {}): Promise<Heard> {
    // The recogniser finds a word in no sound at all.
    if (isSilent(pcm, rate)) return unclear(0);
    const { text, whole, words, mean, worst } = await this.threads.run({ pcm, rate }, signal);
    const believed = confidenceOf(mean, worst);
    const confidence = isTravelSentence(text) ? believed : 0;
    if (whole && confidence >= 0.5) {
      return { text, unclear: false, confidence, slots: travelSlots(text), words };
    }

    const guess = await this.openEar.hear(pcm, rate, signal);
    if (guess !== undefined) return { text: guess, unclear: false, confidence, slots: travelSlots(guess) };
    if (!whole && believed >= 0.5) return { ...unclear(0), beginning: text, words };
    return unclear(confidence);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }
}

function unclear(confidence: number): Heard {
  return { text: UNCLEAR, unclear: true, confidence, slots: { intent: 'unknown' } };
}

/** 1 for a sentence as good as the sounds themselves, 0.5 at the limit above. */
function confidenceOf(mean: number, worst: number): number {
  const doubt = (mean + worst / 2) / BELIEVED / 2;
  return Math.max(0, Math.min(1, 1 - doubt));
}
