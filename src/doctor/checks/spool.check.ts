import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { isWritableFolder, nearestExisting, shownPath } from '../folders.ts';
import { given } from '../../launcher/settings.ts';

const DEFAULT_MAX_MB = 256;
/** From here on an agent process takes no new talks: the rest is for those that run. */
const FULL_AT = 0.5;
const BYTES_PER_MB = 1_000_000;

/** Where agents keep what the api has not taken yet. */
export const spool: Check = {
  part: 'spool',
  deadlineMs: 5_000,
  look: (surroundings) => Promise.resolve([spoolVerdict(surroundings)]),
};

function spoolVerdict({ root, env, settings }: Surroundings): Verdict {
  const folder = resolve(root, given(env, 'SPOOL_DIR') ?? join(settings.dataDir, 'spool'));
  const shown = shownPath(root, folder);
  const existing = nearestExisting(folder);
  if (!isWritableFolder(existing))
    return wrong(
      `${shownPath(root, existing)} cannot be written, so a crash would lose what talks are about to tell`,
      'give the user that runs the agents the right to write there, or name another folder in SPOOL_DIR',
    );
  const maxMb = Number(given(env, 'SPOOL_MAX_MB')) || DEFAULT_MAX_MB;
  const fullest = Math.max(0, ...processFolders(folder).map(bytesIn)) / BYTES_PER_MB;
  if (fullest < maxMb * FULL_AT)
    return ok(`${shown}; ${fullest.toFixed(1)} of ${maxMb} MB wait in the fullest`);
  const problem = `${fullest.toFixed(0)} of ${maxMb} MB wait in ${shown} for the api`;
  const cure = 'bring the api up, or API_URL right, and it empties by itself; SPOOL_MAX_MB makes it larger';
  return fullest < maxMb
    ? warning(`${problem}: this agent takes no new talks`, cure)
    : wrong(`${problem}: it is full, and what talks tell is lost`, cure);
}

/** Each agent process has a folder of its own. */
function processFolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

/** Files that an agent removes meanwhile count nothing. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
    .reduce((bytes, stats) => bytes + (stats?.isFile() ? stats.size : 0), 0);
}
