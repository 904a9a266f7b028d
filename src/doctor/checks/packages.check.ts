import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import { ok, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';

interface Mark {
  /** Below the root: `node_modules/…`. */
  file: string;
  /** The comment by which the change is known: `parley-patch: stt-drop.` */
  text: string;
}

/** What is installed has the patches in it without which talks leak: agents refuse to start without them. */
export const packages: Check = {
  part: 'packages',
  deadlineMs: 10_000,
  look: ({ root }) => Promise.resolve([packagesVerdict(root)]),
};

function packagesVerdict(root: string): Verdict {
  const folder = join(root, 'patches');
  const patches = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.patch')) : [];
  const marks = patches.flatMap((name) => marksOf(readFileSync(join(folder, name), 'utf8')));
  const missing = marks.filter(({ file }) => !existsSync(join(root, file)));
  if (missing.length) {
    const [first] = missing;
    return wrong(`${first?.file} is not installed`, 'npm ci --include=dev --ignore-scripts=false');
  }
  const bare = marks.filter(({ file, text }) => !readFileSync(join(root, file), 'utf8').includes(text));
  if (!bare.length) return ok(`${patches.length} of them are patched, ${marks.length} places`);
  const places = [...new Set(bare.map(({ file }) => file))].join(', ');
  return wrong(`installed without their patches: ${places}`, 'npx patch-package, then start Parley again');
}

/** Of a patch as `git diff` writes it: each changed file with the marks that are added to it. */
function marksOf(patch: string): Mark[] {
  return patch.split(/^diff --git a\//m).flatMap((change) => {
    const file = change.slice(0, change.indexOf(' '));
    const texts = [...change.matchAll(/^\+.*(parley-patch: [a-z-]+\.)/gm)].map(([, text = '']) => text);
    return [...new Set(texts)].map((text) => ({ file, text }));
  });
}
