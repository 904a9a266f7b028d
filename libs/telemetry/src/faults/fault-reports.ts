import type { LogFields } from '../log-fields.js';

/** Something that somebody should look at. */
export interface Fault {
  /** Fixed words, as in the log. */
  message: string;
  error?: Error;
  level: 'fatal' | 'error' | 'warning';
  /** Whom and what it befell; never what was said or sent. */
  fields: LogFields & { requestId?: string };
}

/** Where faults are reported to, besides the log. */
export abstract class FaultReports {
  /** False: nobody is told. */
  abstract readonly wanted: boolean;
  /** Returns at once and never throws. */
  abstract report(fault: Fault): void;
  /** Sends what waits, within a few seconds. */
  abstract close(): Promise<void>;
}

export class NoFaultReports extends FaultReports {
  readonly wanted = false;

  report(): void {
    // The log has it.
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
