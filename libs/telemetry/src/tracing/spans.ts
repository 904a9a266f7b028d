/** A piece of work that is over, with the pieces it was made of. Times are milliseconds since 1970. */
export interface FinishedSpan {
  name: string;
  startedAt: number;
  endedAt: number;
  /** No words of a person. */
  attributes: Record<string, string | number | boolean | undefined>;
  failed?: boolean;
  parts?: readonly FinishedSpan[];
}

/** Where traces go. */
export abstract class Spans {
  /** False: there is no use in making any. */
  abstract readonly wanted: boolean;
  /** One trace. Returns at once and never throws. */
  abstract record(root: FinishedSpan): void;
  /** Sends what waits, within a few seconds. */
  abstract close(): Promise<void>;
}

export class NoSpans extends Spans {
  readonly wanted = false;

  record(): void {
    // Nobody looks.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
