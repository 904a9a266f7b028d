import { Injectable } from '@nestjs/common';

/** So often in a process without talks: V8 collects what a talk left some seconds after it, and only then its native part is free. */
const EVERY_MS = 5_000;

/** What gives the free memory of the process back to the machine. */
export abstract class MemoryTrimmer {
  abstract trim(): void;
}

/**
 * `malloc_trim` of glibc, which keeps what native code has freed (of audio, WebRTC, models) until somebody asks. Musl, macOS and Windows
 * give memory back by themselves and have no such function: there nothing is done.
 *
 * @see https://man7.org/linux/man-pages/man3/malloc_trim.3.html
 */
export async function glibcTrimmer(): Promise<MemoryTrimmer> {
  const mallocTrim = await find();
  return { trim: () => mallocTrim?.(0) };
}

async function find(): Promise<((padding: number) => unknown) | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const { default: koffi } = await import('koffi');
    return koffi.load('libc.so.6').func('int malloc_trim(size_t pad)');
  } catch {
    return undefined; // another C library, or a processor that koffi is not built for
  }
}

/** Gives memory back while this process hosts nobody; never while somebody talks, for it holds up every thread that allocates. */
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
