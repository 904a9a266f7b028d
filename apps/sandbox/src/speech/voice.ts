import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { FLITE_VOICES, SPEECH_RATE } from './flite.js';
import type { FliteOptions, FliteRequest, FliteVoice } from './flite.js';
import { sentences, speakable } from './spoken-text.js';
import { ThreadPool } from './thread-pool.js';
import { PRONUNCIATIONS } from './travel-grammar.js';

export interface SpokenSentence {
  /** As it was given; joined by spaces the sentences make the text again. */
  text: string;
  /** PCM16 mono, 24 kHz. Shared with the cache: not to be written to. */
  pcm: Int16Array;
}

export interface SpeakOptions {
  /** One of flite's voices, or a vendor's name for one. */
  voice?: string;
  signal?: AbortSignal;
}

/** Tara's. */
const AGENT_VOICE: FliteVoice = 'slt';
const MANS_VOICE: FliteVoice = 'rms';
const MENS_NAMES = new Set(['ash', 'ballad', 'cedar', 'echo', 'onyx', 'verse']);

/** flite begins every sentence with a fifth of a second of silence: a pause between two, but before the first only a late answer. */
const LEAD_IN_SAMPLES = (SPEECH_RATE / 1_000) * 5;
/** Softer than any syllable (full scale is 32,768), louder than what resampling leaves of silence. */
const SILENT_AMPLITUDE = 200;

/** About six minutes of speech. */
const CACHE_SAMPLES = 8_000_000;

/** Speech out: text becomes sound, sentence by sentence, off the server's thread. */
@Injectable()
export class Voice implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly threads = new ThreadPool<FliteRequest, Int16Array>({
    work: 'flite',
    options: { lexicon: PRONUNCIATIONS } satisfies FliteOptions,
    threads: 2,
    maxWaiting: 64,
    deadlineMs: 10_000,
  });
  /** In the order of last use. */
  private readonly cache = new Map<string, Int16Array>();
  private cachedSamples = 0;

  onApplicationBootstrap(): void {
    this.threads.warm();
  }

  /** The sentences of the text in their order. The next one is made while the last one is played. */
  async *speak(text: string, { voice, signal }: SpeakOptions = {}): AsyncGenerator<SpokenSentence> {
    const [first, ...rest] = sentences(text);
    if (first === undefined) return;
    let sentence = first;
    let pcm = this.say(sentence, fliteVoice(voice), signal).then(withoutPause);
    for (const following of rest) {
      const ready = await pcm;
      const next = this.say(following, fliteVoice(voice), signal);
      // Whoever stops listening leaves this one unread; its failure is nobody's business then.
      next.catch(() => undefined);
      yield { text: sentence, pcm: ready };
      [sentence, pcm] = [following, next];
    }
    yield { text: sentence, pcm: await pcm };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.close();
  }

  private async say(sentence: string, voice: FliteVoice, signal?: AbortSignal): Promise<Int16Array> {
    const text = speakable(sentence);
    const key = `${voice} ${text}`;
    const pcm = this.cache.get(key) ?? (await this.threads.run({ text, voice }, signal));
    this.remember(key, pcm);
    return pcm;
  }

  private remember(key: string, pcm: Int16Array): void {
    if (this.cache.delete(key)) this.cachedSamples -= pcm.length;
    this.cache.set(key, pcm);
    this.cachedSamples += pcm.length;
    for (const [oldest, { length }] of this.cache) {
      if (this.cachedSamples <= CACHE_SAMPLES) return;
      this.cache.delete(oldest);
      this.cachedSamples -= length;
    }
  }
}

/** From shortly before the first sound on. */
function withoutPause(pcm: Int16Array): Int16Array {
  const firstSound = pcm.findIndex((sample) => Math.abs(sample) > SILENT_AMPLITUDE);
  return firstSound === -1 ? pcm : pcm.subarray(Math.max(0, firstSound - LEAD_IN_SAMPLES));
}

/** Vendors' voices sound like a woman or a man here. */
export function fliteVoice(name = ''): FliteVoice {
  const own = FLITE_VOICES.find((voice) => voice === name);
  return own ?? (MENS_NAMES.has(name) ? MANS_VOICE : AGENT_VOICE);
}
