import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Check } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';

/** More wrong letters than this, and than one in four, and it is another name. */
const MOST_WRONG_LETTERS = 2;

/** Read by what Parley stands on. */
const OTHERS = /^(OTEL_\w+|NODE_\w+|MALLOC_ARENA_MAX|TZ|https?_proxy|no_proxy)$/i;

/** Every name in `.env` is one that somebody reads. */
export const envFile: Check = {
  part: '.env',
  deadlineMs: 1_000,
  look: ({ root }) => Promise.resolve(envFileVerdicts(root)),
};

function envFileVerdicts(root: string): Verdict[] {
  const file = join(root, '.env');
  if (!existsSync(file))
    return [ok('none: everything has its default, and .env.example lists what there is')];
  const names = Object.keys(parseEnv(readFileSync(file, 'utf8')));
  const known = knownNames(readFileSync(join(root, '.env.example'), 'utf8'));
  const unknown = names.filter((name) => !known.includes(name) && !OTHERS.test(name));
  const meant = new Map(unknown.map((name) => [name, nearest(name, known)]));
  const others = unknown.filter((name) => !meant.get(name));
  const misspelt = [...meant].flatMap(([name, right]) =>
    right ? [wrong(`nobody reads ${name}`, `rename it in .env: ${right} is meant, it seems`)] : [],
  );
  const verdicts = [
    ...misspelt,
    ...(others.length
      ? [warning(`nobody reads ${others.join(', ')}`, 'they may stay; .env.example has all names that count')]
      : []),
  ];
  return verdicts.length ? verdicts : [ok(`${names.length} names, all known`)];
}

/** `# NAME=default` and the aliases that the comments above name. */
function knownNames(example: string): string[] {
  const names = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
  const aliases = [...example.matchAll(/Alias: ([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name);
  return [...names, ...aliases];
}

function nearest(name: string, known: string[]): string | undefined {
  const bare = (text: string) => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(bare(name), bare(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  const most = Math.min(MOST_WRONG_LETTERS, Math.floor(name.length / 4));
  return best && best.distance <= most ? best.candidate : undefined;
}

/** How many letters have to be put in, left out or replaced (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
