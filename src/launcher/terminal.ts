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

interface Wait {
  /** A function may say nothing when nothing is waited for any more. */
  what: string | (() => string | undefined);
  startedAt: number;
}

/**
 * What a person reads while Parley starts and runs: lines, and at most one that says what is being waited for.
 * In a terminal that line is rewritten in place; in a log it is repeated every ten seconds.
 */
export class Terminal {
  private readonly out: Screen;
  private readonly waits = new Set<Wait>();
  private timer: NodeJS.Timeout | undefined;

  constructor(out: Screen) {
    this.out = out;
    // A reader that went away (`npm start | head`) must not take the talks with it.
    out.on('error', () => {});
  }

  line(text = ''): void {
    this.erase();
    this.out.write(`${text}\n`);
    if (this.out.isTTY) this.draw();
  }

  /** `  api        ready after 2.1 s`: a subject, and what is so about it. */
  fact(subject: string, text: string): void {
    this.line(`  ${subject.padEnd(LABEL_WIDTH)} ${text}`);
  }

  /** Names what is being waited for, with seconds, until the work is done. Several may go on at once. */
  async during<T>(what: Wait['what'], work: Promise<T>): Promise<T> {
    const wait = { what, startedAt: Date.now() };
    this.erase();
    this.waits.add(wait);
    this.draw();
    this.timer ??= setInterval(() => this.redraw(), this.out.isTTY ? REDRAW_MS : REPEAT_MS);
    try {
      return await work;
    } finally {
      this.erase();
      this.waits.delete(wait);
      if (!this.waits.size) {
        clearInterval(this.timer);
        this.timer = undefined;
      } else if (this.out.isTTY) {
        this.draw();
      }
    }
  }

  private redraw(): void {
    this.erase();
    this.draw();
  }

  private draw(): void {
    const waits = [...this.waits].map(describe).filter(Boolean);
    if (!waits.length) return;
    const text = `  ${waits.join(', ')}`;
    if (this.out.isTTY) this.out.write(text.slice(0, (this.out.columns || 80) - 1));
    else this.out.write(`${text}\n`);
  }

  private erase(): void {
    if (this.out.isTTY && this.waits.size) this.out.write('\r\x1b[2K');
  }
}

function describe({ what, startedAt }: Wait): string | undefined {
  const label = typeof what === 'string' ? what : what();
  return label && `${label} … ${Math.round((Date.now() - startedAt) / 1000)} s`;
}

/** Seconds since a moment, as people say them: `0.4 s`, `12 s`. */
export function secondsSince(startedAt: number): string {
  const seconds = (Date.now() - startedAt) / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
