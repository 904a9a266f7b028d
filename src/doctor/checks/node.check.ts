import type { Check } from '../check.ts';
import { ok, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';

const WANTED_MAJOR = 24;

/** Parley runs on the Node 24 that it brings along; another one lacks what the database needs. */
export const node: Check = {
  part: 'node',
  deadlineMs: 1_000,
  look: () => Promise.resolve([nodeVerdict(process.versions.node)]),
};

export function nodeVerdict(version: string): Verdict {
  if (Number(version.split('.')[0]) >= WANTED_MAJOR) return ok(`Node ${version}`);
  return wrong(
    `Node ${version} runs this, Parley runs on Node ${WANTED_MAJOR}`,
    'npm ci --include=dev --ignore-scripts=false brings it along; start Parley by npm scripts, which use it',
  );
}
