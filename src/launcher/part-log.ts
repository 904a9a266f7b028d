import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_LINE_CHARACTERS = 64 * 1024;
/** A part in trouble repeats itself: so many lines are shown in so long, the rest is in the file. */
const SHOWN_LINES = 20;
const SHOWN_WINDOW_MS = 10_000;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export interface LogLine {
  level: LogLevel;
  text: string;
}
/** Reads a part's line for the person at the terminal; undefined keeps it in the file. */
export type ReadLine = (line: string, stream: 'stdout' | 'stderr') => LogLine | undefined;

/**
 * What one part prints: all of it into a file (which is renamed to `.1` when it has grown, so a part takes 20 MB at most),
 * and a few lines to the terminal.
 * The file is written synchronously: the launcher has nothing better to do, and a slow disk cannot fill its memory.
 */
export class PartLog {
  private readonly file: string;
  private readonly read: ReadLine;
  private readonly show: (line: LogLine) => void;
  private fd: number;
  private bytes: number;
  private windowStartedAt = 0;
  private shownInWindow = 0;

  constructor(file: string, read: ReadLine, show: (line: LogLine) => void) {
    this.file = file;
    this.read = read;
    this.show = show;
    mkdirSync(dirname(file), { recursive: true });
    this.fd = openSync(file, 'a');
    this.bytes = fstatSync(this.fd).size;
  }

  follow(output: Readable | null, stream: 'stdout' | 'stderr'): void {
    const decoder = new StringDecoder();
    let rest = '';
    output?.on('data', (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_CHARACTERS) lines.push(rest.slice(0, MAX_LINE_CHARACTERS), (rest = ''));
      for (const line of lines) this.take(line, stream);
    });
    output?.once('close', () => rest && this.take(rest, stream));
  }

  close(): void {
    closeSync(this.fd);
  }

  private take(line: string, stream: 'stdout' | 'stderr'): void {
    this.write(`${line}\n`);
    const forTerminal = this.read(line, stream);
    if (forTerminal) this.showSparingly(forTerminal);
  }

  private write(text: string): void {
    try {
      if (this.bytes > MAX_FILE_BYTES) this.rotate();
      this.bytes += writeSync(this.fd, text);
    } catch {
      // A full disk must not end the talks.
    }
  }

  private rotate(): void {
    renameSync(this.file, `${this.file}.1`);
    closeSync(this.fd);
    this.fd = openSync(this.file, 'a');
    this.bytes = 0;
  }

  private showSparingly(line: LogLine): void {
    const now = Date.now();
    if (now - this.windowStartedAt > SHOWN_WINDOW_MS) {
      this.windowStartedAt = now;
      this.shownInWindow = 0;
    }
    this.shownInWindow += 1;
    if (this.shownInWindow <= SHOWN_LINES) this.show(line);
    if (this.shownInWindow === SHOWN_LINES)
      this.show({ level: 'warn', text: `… the rest is in ${this.file}` });
  }
}
