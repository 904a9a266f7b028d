import type { TurnLatency } from '#conversation';

/**
 * Takes the times of one turn after another and tells what each stage cost. A turn begins when the person is taken to have
 * finished and is measured once, by the first sound that answers it: the words after a tool call belong to the same wait.
 */
export class TurnClock {
  private speechEndedAt: number | undefined;
  private finishedAt: number | undefined;
  private firstTokenMs: number | undefined;
  private audibleAt: number | undefined;

  /** The person finished. `speechEndedAt` is undefined for typed text and when no voice was noticed. */
  turnFinished(now: number, speechEndedAt: number | undefined): void {
    this.finishedAt = now;
    this.speechEndedAt = speechEndedAt;
    this.firstTokenMs = undefined;
    this.audibleAt = undefined;
  }

  /** What the model says of itself; the first response of a turn counts. */
  modelAnswered(ttftMs: number): void {
    if (this.finishedAt !== undefined && ttftMs >= 0) this.firstTokenMs ??= ttftMs;
  }

  /** Sound of the agent has been handed over. */
  answerAudible(now: number): void {
    if (this.finishedAt !== undefined) this.audibleAt ??= now;
  }

  /** The latency of the turn that has just been answered, once; null when there is none, for a greeting for example. */
  take(): TurnLatency | null {
    const { finishedAt, speechEndedAt, firstTokenMs, audibleAt } = this;
    if (finishedAt === undefined || audibleAt === undefined) return null;
    this.finishedAt = undefined;
    const afterFinish = audibleAt - finishedAt;
    return {
      endpointMs: speechEndedAt === undefined ? null : Math.max(0, finishedAt - speechEndedAt),
      firstTokenMs: firstTokenMs ?? null,
      firstAudioMs: firstTokenMs === undefined ? null : Math.max(0, afterFinish - firstTokenMs),
      totalMs: audibleAt - (speechEndedAt ?? finishedAt),
      // A model that hears and speaks by itself has no such parts.
      transcriptMs: null,
      voiceMs: null,
    };
  }
}
