/** A moment before the framework's word that the answer was cut short, the sound stops; or a moment after. */
type Moment = number | undefined;

/**
 * Times how long the agent goes on speaking after a person began to: from the first sound of theirs that was noticed to the
 * agent's silence. Only where the answer was cut short by it: who may not interrupt is spoken over.
 */
export class BargeInClock {
  private agentSpeaks = false;
  private began: Moment;
  private stopped: Moment;
  private cutShort = false;

  constructor(private readonly onStop: (tookMs: number) => void) {}

  started(speaker: 'user' | 'agent', now: number): void {
    if (speaker === 'agent') {
      this.reset();
      this.agentSpeaks = true;
    } else if (this.agentSpeaks) this.began ??= now;
  }

  stoppedSpeaking(speaker: 'user' | 'agent', now: number): void {
    if (speaker === 'user') return;
    this.agentSpeaks = false;
    this.stopped = now;
    this.settle();
  }

  interrupted(): void {
    this.cutShort = true;
    this.settle();
  }

  private settle(): void {
    const { began, stopped, cutShort } = this;
    if (began === undefined || stopped === undefined || !cutShort) return;
    this.reset();
    this.onStop(stopped - began);
  }

  private reset(): void {
    this.began = undefined;
    this.stopped = undefined;
    this.cutShort = false;
  }
}
