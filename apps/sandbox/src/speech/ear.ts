import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { TravelSlots } from './travel-slots.js';

/** What a transcript says when the ear is not sure. */
export const UNCLEAR = '[unclear]';

export interface Heard {
  /** The words, exactly as the grammar writes them, or `[unclear]`. */
  text: string;
  unclear: boolean;
  /** 0 to 1. */
  confidence: number;
  slots: TravelSlots;
}

export interface HearOptions {
  /** Samples a second of the sound given. */
  rate?: 16_000 | 24_000;
  signal?: AbortSignal;
}

/** Speech in: one utterance of PCM16 mono becomes words, or `[unclear]`. */
@Injectable()
export class Ear implements OnApplicationShutdown {
  // eslint-disable-next-line @typescript-eslint/require-await
  async hear(_pcm: Int16Array, options: HearOptions = {}): Promise<Heard> {
    options.signal?.throwIfAborted();
    return { text: UNCLEAR, unclear: true, confidence: 0, slots: { intent: 'unknown' } };
  }

  async onApplicationShutdown(): Promise<void> {}
}
