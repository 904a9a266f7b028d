import type { TurnDto } from './realtime-control.dto.js';
import type { ServerEvent } from './server-event.js';
import type { TurnLogService } from './turn-log.service.js';

/** Writes down when the stages of a session's spoken turns happened, most of it by watching what the server says. */
export class TurnRecorder {
  private turn: TurnDto | undefined;

  constructor(
    private readonly sessionId: string,
    private readonly log: TurnLogService,
    private readonly now: () => number = Date.now,
  ) {}

  started(itemId: string, silenceMs: number, speechStartedAt: number): void {
    this.turn = this.log.begin({ sessionId: this.sessionId, itemId, silenceMs, speechStartedAt });
  }

  stopped(speechStoppedAt: number): void {
    if (this.turn) this.turn.speechStoppedAt = speechStoppedAt;
  }

  heard(itemId: string): void {
    if (this.turn?.itemId === itemId) this.turn.heardAt = this.now();
  }

  observe(event: ServerEvent): void {
    const { turn } = this;
    if (!turn) return;
    switch (event.type) {
      case 'input_audio_buffer.committed':
        turn.committedAt = this.now();
        break;
      case 'response.output_audio.delta':
      case 'response.output_text.delta':
        turn.firstOutputAt ??= this.now();
        turn.firstDeltaAt ??= this.now();
        break;
      case 'response.function_call_arguments.done':
        turn.firstOutputAt ??= this.now();
        turn.toolCalls += 1;
        break;
      case 'response.done':
        turn.doneAt = this.now();
        turn.outcome = event.response.status ?? null;
        break;
    }
  }
}
