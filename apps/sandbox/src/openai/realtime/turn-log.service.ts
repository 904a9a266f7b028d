import { Injectable } from '@nestjs/common';
import type { TurnDto } from './realtime-control.dto.js';

const KEPT_TURNS = 2_000;

/** When what happened in the latest spoken turns, without their words: a benchmark on this machine splits its latencies by it. */
@Injectable()
export class TurnLogService {
  private readonly turns: TurnDto[] = [];

  /** The entry is filled in as the turn goes on. */
  begin(turn: Pick<TurnDto, 'sessionId' | 'itemId' | 'silenceMs' | 'speechStartedAt'>): TurnDto {
    const entry: TurnDto = {
      ...turn,
      speechStoppedAt: null,
      committedAt: null,
      heardAt: null,
      firstOutputAt: null,
      firstDeltaAt: null,
      doneAt: null,
      toolCalls: 0,
      outcome: null,
    };
    this.turns.push(entry);
    if (this.turns.length > KEPT_TURNS) this.turns.shift();
    return entry;
  }

  find(sessionId: string | undefined, limit: number): TurnDto[] {
    return this.turns.filter((turn) => !sessionId || turn.sessionId === sessionId).slice(-limit);
  }

  clear(): void {
    this.turns.length = 0;
  }
}
