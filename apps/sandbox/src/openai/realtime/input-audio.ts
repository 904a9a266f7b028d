import type { Ear, Heard } from '../../speech/ear.js';
import { TurnDetector } from '../../speech/turn-detector.js';
import type { TurnDetection } from '../../speech/turn-detector.js';
import { ParameterInvalid } from '../openai.errors.js';
import { SoundBuffer } from './sound-buffer.js';

/** One finished turn of a person, with its recognition under way. */
export interface Utterance {
  durationMs: number;
  hearing: Promise<Heard>;
}

/** What a person does, in milliseconds on the clock of the sound that came. */
export interface InputAudioListener {
  speechStarted(audioStartMs: number): void;
  /** `audioEndMs` includes the silence that proved the end, `speechEndMs` does not. */
  speechStopped(speechEndMs: number, audioEndMs: number, utterance: Utterance): void;
}

interface EarlyHearing {
  hearing: Promise<Heard>;
  given: AbortController;
  /** Once it is known whether the words are a whole. */
  isWhole?: boolean;
  /** The silence was long enough for a whole. */
  mayEnd: boolean;
}

/** With a turn detector only this much from before the speech is kept, and a turn may last only so long. */
const KEPT_BEFORE_SPEECH_MS = 1_000;
const LONGEST_TURN_MS = 120_000;
/** Without one the client decides, within bounds. */
const LONGEST_BUFFER_MS = 600_000;
const SHORTEST_COMMIT_MS = 100;

/** The input audio buffer: finds turns in the sound, or holds it until the client says that a turn is over. */
export class InputAudio {
  private readonly sound = new SoundBuffer();
  private detector: TurnDetector | undefined;
  private detectorStartMs = 0;
  private turnStartMs: number | undefined;
  /** A recognition that was begun in a pause, before it was known whether the turn is over. */
  private early: EarlyHearing | undefined;
  private lastWriteAt = 0;

  constructor(
    private readonly ear: Pick<Ear, 'hear'>,
    private readonly listener: InputAudioListener,
    private readonly signal: AbortSignal,
    private readonly now: () => number = Date.now,
  ) {}

  /** Finds turns this way from now on; undefined leaves them to the client. */
  detect(detection: TurnDetection | undefined): void {
    this.detector = detection && new TurnDetector(detection);
    this.detectorStartMs = this.sound.endMs;
    this.turnStartMs = undefined;
    this.giveUpEarly();
  }

  /** When (epoch ms) a moment of the sound's clock arrived here, counted back from the newest sample. */
  arrivedAt(audioMs: number): number {
    return Math.round(this.lastWriteAt - (this.sound.endMs - audioMs));
  }

  /** @throws ParameterInvalid when a client that has to commit never does. */
  append(pcm: Int16Array): void {
    if (!this.detector && this.sound.endMs - this.sound.startMs > LONGEST_BUFFER_MS) throw bufferFull();
    this.sound.write(pcm);
    this.lastWriteAt = this.now();
    if (!this.detector) return;
    for (const event of this.detector.feed(pcm)) {
      switch (event.type) {
        case 'speech_started':
          this.turnStartMs = this.detectorStartMs + event.audioStartMs;
          this.listener.speechStarted(this.turnStartMs);
          break;
        case 'speech_paused':
          this.listenEarly();
          break;
        case 'speech_resumed':
          this.giveUpEarly();
          break;
        case 'speech_ending':
          if (this.early) this.early.mayEnd = true;
          this.endIfWhole();
          break;
        case 'speech_stopped':
          this.finishTurn(this.detectorStartMs + event.speechEndMs, this.detectorStartMs + event.audioEndMs);
          break;
      }
    }
    if (this.turnStartMs === undefined) this.sound.dropBefore(this.sound.endMs - KEPT_BEFORE_SPEECH_MS);
    else if (this.sound.endMs - this.turnStartMs > LONGEST_TURN_MS) {
      this.finishTurn(this.sound.endMs, this.sound.endMs);
      this.detector.reset();
    }
  }

  /** Takes all that is held as a turn. @throws ParameterInvalid when it is too little. */
  commit(): Utterance {
    const fromMs = this.turnStartMs ?? this.sound.startMs;
    const durationMs = this.sound.endMs - fromMs;
    if (durationMs < SHORTEST_COMMIT_MS) throw bufferTooSmall(durationMs);
    const hearing = this.listen(fromMs, this.signal);
    this.clear();
    return { durationMs, hearing };
  }

  clear(): void {
    this.sound.dropBefore(Infinity);
    this.detector?.reset();
    this.turnStartMs = undefined;
    this.giveUpEarly();
  }

  private finishTurn(speechEndMs: number, audioEndMs: number): void {
    const fromMs = this.turnStartMs ?? this.sound.startMs;
    const hearing = this.early?.hearing ?? this.listen(fromMs, this.signal);
    this.early = undefined;
    this.turnStartMs = undefined;
    this.listener.speechStopped(speechEndMs, audioEndMs, { durationMs: audioEndMs - fromMs, hearing });
  }

  /** The silence that proves the end of a turn is long enough to recognise it in the meantime. */
  private listenEarly(): void {
    this.giveUpEarly();
    if (this.turnStartMs === undefined) return;
    const given = new AbortController();
    const hearing = this.listen(this.turnStartMs, AbortSignal.any([this.signal, given.signal]));
    const early: EarlyHearing = { hearing, given, mayEnd: false };
    this.early = early;
    void hearing.then(
      ({ unclear }) => {
        early.isWhole = !unclear;
        if (this.early === early) this.endIfWhole();
      },
      () => undefined, // given up, or looked at when the turn ends
    );
  }

  /** A person who is silent after a whole sentence has said it; after half of one they are about to go on. */
  private endIfWhole(): void {
    if (!this.early?.mayEnd || !this.early.isWhole) return;
    const stopped = this.detector?.stop();
    if (stopped)
      this.finishTurn(this.detectorStartMs + stopped.speechEndMs, this.detectorStartMs + stopped.audioEndMs);
  }

  private giveUpEarly(): void {
    this.early?.given.abort();
    this.early = undefined;
  }

  private listen(fromMs: number, signal: AbortSignal): Promise<Heard> {
    return this.ear.hear(this.sound.read(fromMs, this.sound.endMs), { rate: 24_000, signal });
  }
}

function bufferTooSmall(durationMs: number): ParameterInvalid {
  return new ParameterInvalid(
    'input_audio_buffer_commit_empty',
    `Error committing input audio buffer: buffer too small. Expected at least ${SHORTEST_COMMIT_MS}ms of audio, ` +
      `but buffer only has ${durationMs.toFixed(2)}ms of audio.`,
    null,
  );
}

function bufferFull(): ParameterInvalid {
  return new ParameterInvalid(
    'input_audio_buffer_full',
    `The input audio buffer holds ${LONGEST_BUFFER_MS / 60_000} minutes: commit it or clear it.`,
    'audio',
  );
}
