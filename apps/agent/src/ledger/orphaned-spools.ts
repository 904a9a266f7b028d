import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventEnvelope } from '#conversation';
import { readSpoolFile } from './spool-file.js';

/** A folder whose owner has not touched it for this long belongs to a process that died. */
const ORPHANED_AFTER_MS = 10_000;

interface Adoption {
  spoolDir: string;
  /** The adopting process's own folder, directly below `spoolDir`. */
  ownFolder: string;
  now: number;
  take: (event: EventEnvelope) => Promise<void>;
}

/** Takes over what processes that died left behind. The rename decides which of several heirs gets it. */
export async function adoptOrphanedSpools({ spoolDir, ownFolder, now, take }: Adoption): Promise<number> {
  let adopted = 0;
  for (const name of await readdir(spoolDir)) {
    const path = join(spoolDir, name);
    if (path === ownFolder || !(await isOrphaned(path, now))) continue;
    const inherited = join(ownFolder, `from-${name}`);
    const mine = await rename(path, inherited).then(
      () => true,
      () => false,
    );
    if (mine) adopted += await takeIn(inherited, take);
  }
  return adopted;
}

async function isOrphaned(path: string, now: number): Promise<boolean> {
  const folder = await stat(path).catch(() => undefined);
  return folder !== undefined && folder.isDirectory() && now - folder.mtimeMs >= ORPHANED_AFTER_MS;
}

async function takeIn(folder: string, take: Adoption['take']): Promise<number> {
  let taken = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.jsonl')) continue;
    for (const event of await readSpoolFile(join(folder, name))) {
      await take(event);
      taken += 1;
    }
  }
  await rm(folder, { recursive: true, force: true });
  return taken;
}
