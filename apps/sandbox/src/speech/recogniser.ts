import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import createModule from 'soundswallower';
import type { Decoder, Segment, SoundSwallowerModule } from 'soundswallower';

// This file imports nothing of ours: worker threads load it as it stands.

/** A word and its phones in ARPAbet; a word may come several times. */
type Lexicon = readonly (readonly [word: string, phones: string])[];

export interface RecogniserOptions {
  /** JSGF. Words that begin with `decoy` sound like the word without it. */
  grammar: string;
  /** A sentence in which a word begins so was not said. */
  decoy: string;
  /** Beyond the model's dictionary. */
  lexicon: Lexicon;
}

export interface RecogniserRequest {
  /** PCM16 mono. */
  pcm: Int16Array;
  /** A multiple of 8,000. */
  rate: number;
}

/** A word with its times in the sound that was given. */
export interface TimedWord {
  text: string;
  startMs: number;
  endMs: number;
}

export interface Recognition {
  /** The sentence of the grammar that is nearest, near or not; empty when none fits at all, or one with a decoy fits better. */
  text: string;
  /** Whether it is a sentence to its end, or only the beginning of one. */
  whole: boolean;
  words: TimedWord[];
  /** How much worse than free sounds the sentence explains the speech: log likelihood a frame, 0 and above is perfect. */
  mean: number;
  /** The same for the word that fits worst. */
  worst: number;
}

/** A word or a phone where the model found it, with the log likelihood it gave it. */
interface Piece {
  name: string;
  firstFrame: number;
  frames: number;
  score: number;
}

const NOTHING: Recognition = { text: '', whole: false, words: [], mean: -Infinity, worst: -Infinity };

/** The acoustic model was made from telephone speech; it hears nothing above 4 kHz. */
const MODEL_RATE = 8_000;
const FRAMES_A_SECOND = 100;
/** A few bad frames weigh less than a bad word: shorter words count as if they were this long. */
const SHORT_WORD_FRAMES = 12;
/** Base of the decoder's logarithms. */
const LOG_BASE = Math.log(1.0001);
const PHONES =
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  );
const PHONE_LOOP = `#JSGF V1.0; grammar phones; public <phones> = (${PHONES.join(' | ')})+;`;

/**
 * Hears one utterance at a time by a grammar, and beside it by a garbage path: a loop of all sounds of the language in any order.
 * A grammar alone finds one of its sentences in whatever is said; how far the loop explains the sound better tells whether it was said.
 */
export class Recogniser {
  private readonly sentences: Decoder;
  private readonly sounds: Decoder;
  private readonly decoy: string;

  private constructor(sentences: Decoder, sounds: Decoder, decoy: string) {
    this.sentences = sentences;
    this.sounds = sounds;
    this.decoy = decoy;
  }

  static async open({ grammar, decoy, lexicon }: RecogniserOptions): Promise<Recogniser> {
    const models = join(dirname(createRequire(import.meta.url).resolve('soundswallower')), 'model/');
    // Its types do not know that the module reads this.
    const settings: Partial<SoundSwallowerModule> & { modelBase: string } = { modelBase: models };
    const { Decoder } = await createModule(settings);
    // A low language weight keeps the scores acoustic: the grammar already says all there is to say about the order of words.
    const common = { loglevel: 'FATAL', samprate: MODEL_RATE, bestpath: false, lw: 1 };

    const sentences = new Decoder(common);
    await sentences.initialize();
    learn(sentences, lexicon);
    learn(sentences, decoys(sentences, grammar, decoy));
    sentences.set_grammar(grammar);

    const sounds = new Decoder({ ...common, cionly: true, dict: 'none' });
    await sounds.initialize();
    learn(
      sounds,
      PHONES.map((phone) => [phone, phone]),
    );
    sounds.set_grammar(PHONE_LOOP);
    return new Recogniser(sentences, sounds, decoy);
  }

  hear(pcm: Int16Array, rate: number): Recognition {
    const sound = decimate(pcm, rate / MODEL_RATE);
    const { text, whole, pieces } = decode(this.sentences, sound);
    if (text === '' || text.split(' ').some((word) => word.startsWith(this.decoy))) return NOTHING;
    const words = pieces.filter(isWord);
    const free = decode(this.sounds, sound).pieces;
    return { text, whole, words: words.map(timed), ...compare(words, free) };
  }
}

function learn(decoder: Decoder, lexicon: Lexicon): void {
  for (const [word, phones] of lexicon) {
    let name = word;
    for (let i = 2; decoder.lookup_word(name) !== null; i++) name = `${word}(${i})`;
    // One at a time: told several, soundswallower 0.6.3 enters only the last into its search.
    decoder.add_words([name, phones.replaceAll(/\d/g, '')]);
  }
}

function decoys(decoder: Decoder, grammar: string, mark: string): Lexicon {
  const marked = new Set(grammar.match(new RegExp(`\\b${mark}\\w+`, 'g')));
  return [...marked].map((decoy) => {
    const word = decoy.slice(mark.length);
    const phones: string | null = decoder.lookup_word(word);
    if (phones === null) throw new Error(`The dictionary has no word "${word}" to take as a decoy`);
    return [decoy, phones];
  });
}

interface Path {
  text: string;
  pieces: Piece[];
}

function decode(decoder: Decoder, sound: Float32Array): Path & { whole: boolean } {
  decoder.start();
  decoder.process_audio(sound, false, true);
  // Until it is stopped the decoder tells the best way so far; afterwards only one that reached the end of the grammar.
  const soFar = read(decoder);
  decoder.stop();
  const atTheEnd = read(decoder);
  const whole = atTheEnd.text !== '';
  return whole ? { ...atTheEnd, whole } : { ...soFar, whole };
}

function read(decoder: Decoder): Path {
  return {
    text: decoder.get_text().replaceAll(/\(\d+\)/g, ''),
    pieces: (decoder.get_alignment().w ?? []).map(piece),
  };
}

function piece({ t, b, d, p }: Segment): Piece {
  return {
    name: t,
    firstFrame: Math.round(b * FRAMES_A_SECOND),
    frames: Math.round(d * FRAMES_A_SECOND),
    // With a grammar the decoder's "probability" is its score for the piece put through exp().
    score: Math.log(p) / LOG_BASE,
  };
}

/** Fillers and null transitions are no words. */
function isWord({ name, frames }: Piece): boolean {
  return frames > 0 && !/^[<(]/.test(name);
}

function timed({ name, firstFrame, frames }: Piece): TimedWord {
  const ms = 1_000 / FRAMES_A_SECOND;
  return {
    text: name.replaceAll(/\(\d+\)/g, ''),
    startMs: firstFrame * ms,
    endMs: (firstFrame + frames) * ms,
  };
}

function compare(words: Piece[], phones: Piece[]): { mean: number; worst: number } {
  const last = Math.max(0, ...phones.map(({ firstFrame, frames }) => firstFrame + frames));
  const free = new Float64Array(last);
  for (const { firstFrame, frames, score } of phones) {
    free.fill(score / frames, firstFrame, firstFrame + frames);
  }
  let frames = 0;
  let sum = 0;
  let worst = 0;
  for (const word of words) {
    const loop = free.subarray(word.firstFrame, word.firstFrame + word.frames);
    const difference = word.score - loop.reduce((total, score) => total + score, 0);
    frames += word.frames;
    sum += difference;
    worst = Math.min(worst, difference / Math.max(word.frames, SHORT_WORD_FRAMES));
  }
  return { mean: sum / frames, worst };
}

/** Low-pass and every n-th sample, as floats from -1 to 1. */
function decimate(pcm: Int16Array, factor: number): Float32Array {
  const half = 12 * factor;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, k) => {
    const x = (k - half) / factor;
    return (
      (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos((Math.PI * x) / 12.5))
    );
  });
  const gain = 32_768 * taps.reduce((sum, tap) => sum + tap, 0);
  return Float32Array.from({ length: Math.floor(pcm.length / factor) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < taps.length; k++) sum += (taps[k] ?? 0) * (pcm[i * factor + k - half] ?? 0);
    return sum / gain;
  });
}

/** How `thread.ts` opens this file in a worker. */
export async function open(options: RecogniserOptions) {
  const recogniser = await Recogniser.open(options);
  return ({ pcm, rate }: RecogniserRequest) => ({ answer: recogniser.hear(pcm, rate) });
}
