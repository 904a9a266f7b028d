import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeExit, Leashed } from './leashed.ts';
import { eventually, isAlive } from './testing/eventually.ts';

/** A program that starts another one, tells both their ids in a file, and heeds no signal. */
const STUBBORN = `
  const { spawn } = require('node:child_process');
  const { writeFileSync, renameSync } = require('node:fs');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
  if (process.argv[2] !== 'child') {
    const child = spawn(process.execPath, [__filename, 'child'], { stdio: 'ignore' });
    writeFileSync(process.argv[2] + '.new', JSON.stringify([process.pid, child.pid]));
    renameSync(process.argv[2] + '.new', process.argv[2]);
  }
  setInterval(() => {}, 1000);`;

// Programs are really started here, and the machine may be busy.
jest.setTimeout(30_000);

describe(Leashed.name, () => {
  let folder: string;
  let stubborn: string;
  let pids: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-leash-'));
    stubborn = join(folder, 'stubborn.cjs');
    pids = join(folder, 'pids.json');
    writeFileSync(stubborn, STUBBORN);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const node = (...args: string[]) => ({ command: process.execPath, args });
  const started = () =>
    eventually(() => (existsSync(pids) ? (JSON.parse(readFileSync(pids, 'utf8')) as number[]) : undefined));
  const allGone = (ids: number[]) => eventually(() => !ids.some(isAlive));

  it('tells the id of the program itself and how it ended', async () => {
    const running = new Leashed(node('-e', 'console.log(process.pid); process.exitCode = 3'));
    const [said] = (await once(running.stdout!, 'data')) as [Buffer];
    expect(await running.pid).toBe(Number(said.toString()));
    expect(await running.exited).toEqual({ code: 3, signal: null });
  });

  it('says why a program could not be started', async () => {
    const running = new Leashed({ command: join(folder, 'nothing'), args: [] });
    expect(await running.pid).toBeUndefined();
    expect(describeExit(await running.exited)).toMatch(/could not be started .*ENOENT/);
  });

  it('kills a program that heeds no signal, and what that has started', async () => {
    const running = new Leashed(node(stubborn, pids));
    const ids = await started();
    expect(await running.end(50)).toEqual({ code: null, signal: 'SIGKILL' });
    await allGone(ids);
  });

  it('lets a second call bring the end nearer', async () => {
    const running = new Leashed(node(stubborn, pids));
    const ids = await started();
    void running.end(600_000);
    await running.end(0);
    await allGone(ids);
  });

  it('leaves nothing behind when the leash itself is killed', async () => {
    const running = new Leashed(node(stubborn, pids));
    const ids = await started();
    const leash = await eventually(() => running.leashPid);
    process.kill(leash, 'SIGKILL');
    await running.exited;
    await allGone(ids);
  });

  it('ends the program when its holder is killed, and runs the last command', async () => {
    const done = join(folder, 'done');
    const holder = join(folder, 'holder.mjs');
    const leashed = new URL('leashed.ts', import.meta.url).href;
    const after = [process.execPath, '-e', `require('node:fs').writeFileSync('${done}', '')`];
    const program = { ...node(stubborn, pids), after };
    writeFileSync(
      holder,
      `const { Leashed } = await import('${leashed}'); new Leashed(${JSON.stringify(program)});`,
    );
    const holding = spawn(process.execPath, [holder], { stdio: 'inherit' });
    const ids = await started();
    holding.kill('SIGKILL');
    await allGone(ids);
    await eventually(() => existsSync(done));
  });
});
