import { Injectable } from '@nestjs/common';
import koffi from 'koffi';

/** So often in a process without talks: V8 collects what a talk left some seconds after it, and only then its native part is free. */
const EVERY_MS = 5_000;

/** What gives the free memory of the process back to the machine. */
export abstract class MemoryTrimmer {
  abstract trim(): void;
}

/**
 * `malloc_trim` of glibc, which keeps what native code has freed (of audio, WebRTC, models) until somebody asks: about 20 MB after six
 * talks at once. Musl, macOS and Windows give memory back by themselves, and have no such function.
 *
 * @see https://man7.org/linux/man-pages/man3/malloc_trim.3.html
 */
@Injectable()
export class GlibcTrimmer extends MemoryTrimmer {
  private readonly mallocTrim = load();

  trim(): void {
    this.mallocTrim?.(0);
  }
}

function load(): ((padding: number) => number) | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const mallocTrim = koffi.load('libc.so.6').func('int malloc_trim(size_t pad)');
    return (padding) => Number(mallocTrim(padding));
  } catch {
    return undefined; // another C library
  }
}

/** Gives memory back when this process hosts nobody; it never does while somebody talks, for it holds up every thread that allocates. */
@Injectable()
export class NativeMemory {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly trimmer: MemoryTrimmer) {}

  inUse(): void {
    clearInterval(this.timer);
  }

  idle(): void {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.trimmer.trim(), EVERY_MS).unref();
  }
}
