/** How a session wants turns found, in the words of `turn_detection`. */
export interface TurnDetection {
  type: 'server_vad' | 'semantic_vad';
  /** 0 to 1; higher needs louder speech. */
  threshold?: number;
  silence_duration_ms?: number;
  /** How long a person may be silent in the middle of what they say. `silence_duration_ms` by default. */
  unfinished_silence_ms?: number;
  prefix_padding_ms?: number;
  /** After how much silence `speech_paused` comes. */
  pause_ms?: number;
}

/** Milliseconds on the clock of the sound that was fed, from its first sample. */
export type TurnEvent =
  /** Where the sound that belongs to the turn begins: the padding before the first speech counts. */
  | { type: 'speech_started'; audioStartMs: number }
  /** Silence that may become the end: a good moment to begin to recognise. The speech itself ended at `speechEndMs`. */
  | { type: 'speech_paused'; speechEndMs: number }
  /** It was not the end. */
  | { type: 'speech_resumed' }
  /** It is the end if the words are a whole: `stop()` says so. Comes only where an unfinished silence may be longer. */
  | { type: 'speech_ending' }
  /** `audioEndMs` includes the silence, as the vendor's does. */
  | { type: 'speech_stopped'; speechEndMs: number; audioEndMs: number };

const RATE = 24_000;
const FRAME_MS = 10;

/** Clicks and knocks are shorter, words are longer. A click within the silence that ends a turn does not put the end off. */
const SHORTEST_SPEECH_MS = 60;
/** Closed lips within a word do not end a burst. */
const LONGEST_CLOSURE_MS = 40;

const SERVER_VAD_SILENCE_MS = 500;
const SEMANTIC_VAD_SILENCE_MS = 300;
const PREFIX_PADDING_MS = 300;
const PAUSE_MS = 150;

/** Nothing below this is speech, however quiet the room. */
const QUIETEST_SPEECH_DB = -52;
/** Sound that begins in the middle of a word must not pass for the room. */
const LOUDEST_FLOOR_DB = -40;
/** The floor is the quietest frame of the last three seconds: nobody talks that long without closing the lips. */
const FLOOR_BLOCK_FRAMES = 10;
const FLOOR_BLOCKS = 30;

/**
 * Finds where speech begins and ends in PCM16 mono: energy over a noise floor that follows the room. Time is that of the
 * samples alone, so the same sound gives the same events in whatever pieces it comes.
 */
export class TurnDetector {
  private silenceMs = 0;
  private unfinishedSilenceMs = 0;
  private readonly prefixPaddingMs: number;
  /** How far above the floor speech is. */
  private readonly marginDb: number;

  private readonly pauseMs: number;

  private readonly frame: Int16Array;
  private filled = 0;
  private nowMs = 0;
  /** The quietest frame of each tenth of a second. */
  private readonly quietestDb: number[] = [];

  private speaking = false;
  private paused = false;
  private ending = false;
  /** The run of loud frames that may be speech. */
  private burstStartMs = 0;
  private burstMs = 0;
  private lastLoudMs = -Infinity;
  private speechEndMs = 0;
  /** Turns do not overlap: padding reaches back to here at most. */
  private lastStopMs = 0;

  /** `rate`: samples a second, a multiple of 100. */
  constructor({ type, threshold, ...times }: TurnDetection, rate = RATE) {
    this.frame = new Int16Array(frameSamples(rate));
    const silenceByType = type === 'semantic_vad' ? SEMANTIC_VAD_SILENCE_MS : SERVER_VAD_SILENCE_MS;
    this.wait(times.silence_duration_ms ?? silenceByType, times.unfinished_silence_ms);
    this.prefixPaddingMs = times.prefix_padding_ms ?? PREFIX_PADDING_MS;
    this.pauseMs = times.pause_ms ?? PAUSE_MS;
    this.marginDb = 6 + 12 * (threshold ?? 0.5);
  }

  /** Waits for so much silence from now on. */
  wait(silenceMs: number, unfinishedSilenceMs = 0): void {
    this.silenceMs = silenceMs;
    this.unfinishedSilenceMs = Math.max(unfinishedSilenceMs, silenceMs);
  }

  /** Goes as far as its events are asked for: what is done about one of them counts for the sound behind it. */
  *feed(pcm: Int16Array): Generator<TurnEvent, void, undefined> {
    for (let taken = 0; taken < pcm.length;) {
      const piece = pcm.subarray(taken, taken + this.frame.length - this.filled);
      this.frame.set(piece, this.filled);
      this.filled += piece.length;
      taken += piece.length;
      if (this.filled < this.frame.length) break;
      this.filled = 0;
      const event = this.hear(levelDb(this.frame));
      this.nowMs += FRAME_MS;
      if (event) yield event;
    }
  }

  /** The turn under way is over. Undefined when there is none. */
  stop(): Extract<TurnEvent, { type: 'speech_stopped' }> | undefined {
    if (!this.speaking) return undefined;
    this.reset();
    return { type: 'speech_stopped', speechEndMs: this.speechEndMs, audioEndMs: this.nowMs };
  }

  /** Forgets a turn under way, as `input_audio_buffer.clear` asks. The clock and the floor go on. */
  reset(): void {
    this.speaking = false;
    this.paused = false;
    this.ending = false;
    this.burstMs = 0;
    this.lastStopMs = this.nowMs;
  }

  private hear(levelDb: number): TurnEvent | undefined {
    const floorDb = this.followFloor(levelDb);
    if (levelDb > Math.max(floorDb + this.marginDb, QUIETEST_SPEECH_DB)) return this.hearLoud();
    return this.speaking ? this.hearSilence() : undefined;
  }

  private hearLoud(): TurnEvent | undefined {
    if (this.nowMs - this.lastLoudMs > LONGEST_CLOSURE_MS) {
      this.burstStartMs = this.nowMs;
      this.burstMs = 0;
    }
    this.burstMs += FRAME_MS;
    this.lastLoudMs = this.nowMs;
    if (this.burstMs < SHORTEST_SPEECH_MS) return undefined;
    const { speaking, paused } = this;
    this.speaking = true;
    this.paused = false;
    this.ending = false;
    this.speechEndMs = this.nowMs + FRAME_MS;
    if (!speaking) {
      const audioStartMs = Math.max(this.burstStartMs - this.prefixPaddingMs, this.lastStopMs);
      return { type: 'speech_started', audioStartMs };
    }
    return paused ? { type: 'speech_resumed' } : undefined;
  }

  private hearSilence(): TurnEvent | undefined {
    const heardMs = this.nowMs + FRAME_MS;
    const silentMs = heardMs - this.speechEndMs;
    const { speechEndMs } = this;
    if (silentMs >= this.unfinishedSilenceMs) {
      this.speaking = false;
      this.paused = false;
      this.ending = false;
      this.lastStopMs = heardMs;
      return { type: 'speech_stopped', speechEndMs, audioEndMs: heardMs };
    }
    if (!this.ending && silentMs >= this.silenceMs) {
      this.ending = true;
      return { type: 'speech_ending' };
    }
    if (!this.paused && silentMs >= this.pauseMs) {
      this.paused = true;
      return { type: 'speech_paused', speechEndMs };
    }
    return undefined;
  }

  private followFloor(levelDb: number): number {
    if (this.nowMs % (FLOOR_BLOCK_FRAMES * FRAME_MS) === 0) {
      this.quietestDb.push(levelDb);
      if (this.quietestDb.length > FLOOR_BLOCKS) this.quietestDb.shift();
    }
    const last = this.quietestDb.length - 1;
    this.quietestDb[last] = Math.min(this.quietestDb[last] ?? levelDb, levelDb);
    return Math.min(LOUDEST_FLOOR_DB, ...this.quietestDb);
  }
}

/** Whether nothing in it is loud enough to be speech, in any room. */
export function isSilent(pcm: Int16Array, rate = RATE): boolean {
  const length = frameSamples(rate);
  for (let from = 0; from < pcm.length; from += length) {
    if (levelDb(pcm.subarray(from, from + length)) > QUIETEST_SPEECH_DB) return false;
  }
  return true;
}

function frameSamples(rate: number): number {
  return (rate / 1_000) * FRAME_MS;
}

/** Decibels below full scale. */
function levelDb(frame: Int16Array): number {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  return 10 * Math.log10(energy / frame.length / 32_768 ** 2 + 1e-10);
}
