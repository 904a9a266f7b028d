/** Sound before the model noticed that somebody speaks. */
const LEAD_IN_MS = 1_000;
/** Longer turns lose their beginning. */
const KEPT_AT_MOST_MS = 30_000;

/**
 * The sound of the person's turn until it has been understood. What was said on a connection that broke before that would
 * otherwise be lost, and the person would wait for an answer to it.
 */
export class TurnSound {
  private readonly chunks: string[] = [];
  private isOpen = false;

  /** @param chunkMs How much sound one chunk carries. */
  constructor(private readonly chunkMs: number) {}

  /** What has to be said again on another connection. */
  get unheard(): readonly string[] {
    return this.isOpen ? this.chunks : [];
  }

  /** A piece that was sent. */
  sent(chunk: string): void {
    this.chunks.push(chunk);
    this.trim(this.isOpen ? KEPT_AT_MOST_MS : LEAD_IN_MS);
  }

  /** An event of the vendor. */
  see(type: string): void {
    if (type === 'input_audio_buffer.speech_started') this.isOpen = true;
    else if (type.startsWith(TRANSCRIPTION) && !type.endsWith('.delta')) this.understood();
  }

  private understood(): void {
    this.isOpen = false;
    this.trim(LEAD_IN_MS);
  }

  private trim(keptMs: number): void {
    this.chunks.splice(0, Math.max(0, this.chunks.length - keptMs / this.chunkMs));
  }
}

const TRANSCRIPTION = 'conversation.item.input_audio_transcription.';
