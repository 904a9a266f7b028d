import { jest } from '@jest/globals';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenNeeded } from './build.ts';
import { quietTerminal } from './testing/quiet-terminal.ts';

// Programs are really started here, and the machine may be busy.
jest.setTimeout(30_000);

const NEST = `
  const { appendFileSync, mkdirSync, writeFileSync, readFileSync } = require('node:fs');
  appendFileSync('builds', process.argv.slice(2).join(' ') + '\\n');
  if (readFileSync('apps/api/main.ts', 'utf8').includes('broken')) { console.log('main.ts(1,1): error'); process.exit(1); }
  for (const app of ['api', 'agent', 'sandbox']) {
    mkdirSync('dist/apps/' + app + '/src', { recursive: true });
    writeFileSync('dist/apps/' + app + '/src/main.js', '');
    writeFileSync('dist/' + app + '.tsbuildinfo', '');
  }`;

describe(buildWhenNeeded.name, () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'parley-build-'));
    const cli = join(root, 'node_modules/@nestjs/cli/bin');
    mkdirSync(cli, { recursive: true });
    mkdirSync(join(root, 'apps/api'), { recursive: true });
    writeFileSync(join(cli, 'nest.js'), NEST);
    writeFileSync(join(root, 'apps/api/main.ts'), '');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const build = () => buildWhenNeeded(root, quietTerminal().terminal, new AbortController().signal);
  const builds = () => readFileSync(join(root, 'builds'), 'utf8').trim().split('\n');

  it('builds once, and again when a source has changed', async () => {
    await build();
    await build();
    expect(builds()).toEqual(['build --all']);
    appendFileSync(join(root, 'apps/api/main.ts'), '// more');
    await build();
    expect(builds()).toHaveLength(2);
  });

  it('does not mind a change of a test', async () => {
    await build();
    writeFileSync(join(root, 'apps/api/main.spec.ts'), '');
    await build();
    expect(builds()).toHaveLength(1);
  });

  it('builds from scratch when the output was removed by hand', async () => {
    await build();
    rmSync(join(root, 'dist/apps/agent'), { recursive: true });
    await build();
    expect(existsSync(join(root, 'dist/apps/agent/src/main.js'))).toBe(true);
  });

  it("refuses with the compiler's words, each time", async () => {
    await build();
    writeFileSync(join(root, 'apps/api/main.ts'), 'broken');
    await expect(build()).rejects.toThrow('nest build ended with code 1:\n  main.ts(1,1): error');
    await expect(build()).rejects.toThrow('error');
  });
});
