const REDRAW_MS = 250;
const REPEAT_MS = 10_000;
const LABEL_WIDTH = 10;

/** The part of a stream to a person that is used here: `process.stdout` is one. */
export interface Screen {
  write(text: string): boolean;
  on(event: 'error', listener: () => void): unknown;
  isTTY?: boolean;
  columns?: number;
}

/**
 * What a person reads while Parley starts and runs: lines, and at most one that says what is being waited for.
 * In a terminal that line is rewritten in place; in a log it is repeated every ten seconds.
 */
export class Terminal {
  private waiting: string | undefined;
  private readonly out: Screen;

  constructor(out: Screen) {
    this.out = out;
    // A reader that went away (`npm start | head`) must not take the talks with it.
    out.on('error', () => {});
  }

  line(text = ''): void {
    this.erase();
    this.out.write(`${text}\n`);
    this.draw();
  }

  /** `  api        ready after 2.1 s`: a subject, and what is so about it. */
  fact(subject: string, text: string): void {
    this.line(`  ${subject.padEnd(LABEL_WIDTH)} ${text}`);
  }

  /** Names what is being waited for, with seconds, until the work is done. */
  async during<T>(what: string | (() => string), work: Promise<T>): Promise<T> {
    const startedAt = Date.now();
    const show = () => {
      const label = typeof what === 'string' ? what : what();
      const text = `  ${label} … ${Math.round((Date.now() - startedAt) / 1000)} s`;
      if (!this.out.isTTY) return void this.out.write(`${text}\n`);
      this.erase();
      this.waiting = text;
      this.draw();
    };
    show();
    const timer = setInterval(show, this.out.isTTY ? REDRAW_MS : REPEAT_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      this.erase();
      this.waiting = undefined;
    }
  }

  private draw(): void {
    if (this.waiting) this.out.write(this.waiting.slice(0, (this.out.columns ?? 80) - 1));
  }

  private erase(): void {
    if (this.waiting) this.out.write('\r\x1b[2K');
  }
}

/** Seconds since a moment, as people say them: `0.4 s`, `12 s`. */
export function secondsSince(startedAt: number): string {
  const seconds = (Date.now() - startedAt) / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
