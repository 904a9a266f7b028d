import { SPEAKING_RATE, Synthesizer } from '../src/tts/synthesizer.js';
import type { SpeakingSettings } from '../src/tts/synthesizer.js';
import type { VendorFault } from '../src/vendor-fault.js';

/** How one sentence goes; without a script it is spoken at once and whole. */
export interface SpeakingScript {
  /** From the question to the first sound: milliseconds, or whatever is waited for. */
  firstSoundAfter?: number | Promise<unknown>;
  /** Milliseconds from one piece to the next. */
  pieceAfter?: number;
  /** When the sound breaks off, in milliseconds of it; without, the fault comes instead of any. */
  breakOffAfterMs?: number;
  fault?: VendorFault;
}

interface ScriptedSynthesizerOptions {
  vendor?: string;
  msPerCharacter?: number;
  /** A tone for the ear; or numbers that tell which character of the text is being said, from one. */
  sound?: 'tone' | 'numbers';
}

export interface SpokenText {
  text: string;
  settings: SpeakingSettings;
  /** How much of it was given. */
  samples: number;
  state: 'speaking' | 'spoken' | 'broken' | 'left';
}

const PIECE_MS = 20;
const TONE_HZ = 220;
const LOUDNESS = 8_000;

/** A voice that plays a script: its sound is as long as the text, and `next` says what goes wrong, once each. */
export class ScriptedSynthesizer extends Synthesizer {
  readonly vendor: string;
  readonly modelName = 'scripted-1';
  readonly voice = 'nobody';
  /** Every sentence it was asked for, in order. */
  readonly spoken: SpokenText[] = [];
  warmed = 0;
  closed = 0;
  private readonly msPerCharacter: number;
  private readonly sound: 'tone' | 'numbers';
  private readonly script: SpeakingScript[] = [];

  constructor({ vendor = 'scripted', msPerCharacter = 60, sound = 'tone' }: ScriptedSynthesizerOptions = {}) {
    super();
    this.vendor = vendor;
    this.msPerCharacter = msPerCharacter;
    this.sound = sound;
  }

  next(...scripts: SpeakingScript[]): this {
    this.script.push(...scripts);
    return this;
  }

  async *speak(text: string, settings: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array> {
    const { firstSoundAfter = 0, pieceAfter = 0, breakOffAfterMs, fault } = this.script.shift() ?? {};
    const spoken: SpokenText = { text, settings, samples: 0, state: 'speaking' };
    this.spoken.push(spoken);
    const total = samplesIn(text.length * this.msPerCharacter);
    const given = fault ? Math.min(total, samplesIn(breakOffAfterMs ?? 0)) : total;
    try {
      await untilAborted(firstSoundAfter, signal);
      while (spoken.samples < given && !signal.aborted) {
        const piece = this.piece(spoken.samples, Math.min(samplesIn(PIECE_MS), given - spoken.samples));
        spoken.samples += piece.length;
        yield piece;
        await untilAborted(pieceAfter, signal);
      }
      if (signal.aborted) return;
      spoken.state = fault ? 'broken' : 'spoken';
      if (fault) throw fault;
    } finally {
      if (spoken.state === 'speaking') spoken.state = 'left';
    }
  }

  warm(): Promise<void> {
    this.warmed += 1;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }

  private piece(from: number, count: number): Int16Array {
    return Int16Array.from({ length: count }, (_, i) =>
      this.sound === 'tone'
        ? LOUDNESS * Math.sin((2 * Math.PI * TONE_HZ * (from + i)) / SPEAKING_RATE)
        : 1 + Math.floor((from + i) / samplesIn(this.msPerCharacter)),
    );
  }
}

function samplesIn(ms: number): number {
  return Math.round((ms * SPEAKING_RATE) / 1_000);
}

async function untilAborted(wait: number | Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (wait === 0 || signal.aborted) return;
  const over = Promise.withResolvers<unknown>();
  const abort = () => over.resolve(undefined);
  const timer = typeof wait === 'number' ? setTimeout(abort, wait) : undefined;
  signal.addEventListener('abort', abort, { once: true });
  await (timer ? over.promise : Promise.race([wait, over.promise]));
  clearTimeout(timer);
  signal.removeEventListener('abort', abort);
}
