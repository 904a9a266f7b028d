import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ENDING = '.part';

/** A file that has its name once all of it is on the disk, and never before. Synchronous: it is written in a thread of its own. */
export class SegmentFile {
  bytes = 0;
  private readonly handle: number;

  /** @throws Error when there is no room */
  constructor(
    private readonly folder: string,
    readonly name: string,
  ) {
    this.handle = openSync(this.partPath, 'w');
  }

  write(data: Uint8Array): void {
    writeFileSync(this.handle, data);
    this.bytes += data.length;
  }

  finish(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
    renameSync(this.partPath, join(this.folder, this.name));
    syncFolder(this.folder);
  }

  abandon(): void {
    closeSync(this.handle);
    rmSync(this.partPath, { force: true });
  }

  private get partPath(): string {
    return join(this.folder, this.name + ENDING);
  }
}

/** A name is only as safe as the folder it is in. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
