import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declaredVariables } from './provide-config.js';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The system's own, and what our processes tell each other. */
const NOT_FOR_PEOPLE =
  /^(PATH|HOME|NODE_OPTIONS|XDG_\w+|LOCALAPPDATA|USERPROFILE|TMPDIR|TERM|NO_COLOR|FORCE_COLOR|CI|npm_\w+|GO\w*|PARLEY_LIVEKIT_SERVER)$/;

interface Entry {
  name: string;
  value: string;
  /** What stands above it. */
  comment: string;
}

/** `# NAME=value`, with the comment lines right above it. */
function readExample(): Entry[] {
  const blocks = readFileSync(resolve(ROOT, '.env.example'), 'utf8').split(/\n\s*\n/);
  return blocks.flatMap((block) => {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => /^# [A-Z][A-Z0-9_]*=/.test(line));
    const [, name, value] = /^# ([A-Z0-9_]+)=(.*)$/.exec(lines[at] ?? '') ?? [];
    return name === undefined ? [] : [{ name, value: value ?? '', comment: lines.slice(0, at).join('\n') }];
  });
}

/** The launcher and the call are plain scripts without config classes: what they read is found in their text. */
function readByScripts(): string[] {
  const files = globSync(['src/**/*.ts', 'src/**/*.mjs', 'bench/**/*.ts'], { cwd: ROOT }).filter(
    (file) => !/spec\.ts$|\/testing\//.test(file),
  );
  const reads = /\benv(?:\.|\[['"]|, ')([A-Z][A-Z0-9_]+)/g;
  const names = files.flatMap((file) =>
    [...readFileSync(resolve(ROOT, file), 'utf8').matchAll(reads)].map(([, name = '']) => name),
  );
  return [...new Set(names)].filter((name) => !NOT_FOR_PEOPLE.test(name));
}

/** What Compose puts into its files by itself, from .env or the environment. */
function readByCompose(): string[] {
  const files = ['docker-compose.yml', 'deploy/compose.network.yml'];
  return files.flatMap((file) =>
    [...readFileSync(resolve(ROOT, file), 'utf8').matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(
      ([, name = '']) => name,
    ),
  );
}

/** A default as it is written in the example; undefined is no value. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

describe('.env.example', () => {
  const entries = readExample();

  beforeAll(async () => {
    for (const file of globSync('{apps,libs}/*/src/**/*.config.ts', { cwd: ROOT })) {
      await import(pathToFileURL(resolve(ROOT, file)).href);
    }
  });

  it('names every variable once', () => {
    const names = entries.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('lists exactly what the apps, the launcher and Compose read', () => {
    const aliases = new Set(declaredVariables().flatMap((variable) => variable.aliases));
    const read = [
      ...declaredVariables().map(({ name }) => name),
      ...readByScripts(),
      ...readByCompose(),
    ].filter((name) => !aliases.has(name));
    expect(entries.map(({ name }) => name).sort()).toEqual([...new Set(read)].sort());
  });

  it('shows the defaults that the apps have', () => {
    const wrong = entries.filter(({ name, value }) => {
      const defaults = declaredVariables().filter((variable) => variable.name === name);
      return defaults.length > 0 && !defaults.some((variable) => shown(variable.default) === value);
    });
    expect(wrong).toEqual([]);
  });

  it('names the aliases', () => {
    const missing = declaredVariables().flatMap(({ name, aliases }) => {
      const comment = entries.find((entry) => entry.name === name)?.comment ?? '';
      return aliases.filter((alias) => !comment.includes(alias));
    });
    expect(missing).toEqual([]);
  });

  it('says of each who reads it and what it is', () => {
    const form =
      /^# \[(api|agent|sandbox|launcher|compose)(, (api|agent|sandbox|launcher|compose))*\] (text|URL|integer|number|boolean|list|path|one of [^.]+)(, [^.]+)?\. /m;
    expect(entries.filter(({ comment }) => !form.test(comment)).map(({ name }) => name)).toEqual([]);
  });
});
