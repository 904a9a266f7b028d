import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { nextFreePorts } from '../ports.ts';
import { readStatus } from '../status-file.ts';
import type { Status } from '../status-file.ts';
import { eventually } from './eventually.ts';
import { executable } from './executable.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');
const START_LIMIT_MS = 60_000;
const END_LIMIT_MS = 20_000;

/** Does as `npm ci` would; told to hang, it leaves a mark and stays, with a child. */
const NPM = `
  const { mkdirSync, symlinkSync, cpSync, writeFileSync } = require('node:fs');
  const { spawn } = require('node:child_process');
  if (process.env.FAKE_NPM === 'fail') { console.error('npm error 404 no such package'); process.exit(1); }
  if (process.env.FAKE_NPM === 'hang') {
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', process.cwd()], { stdio: 'ignore' });
    writeFileSync('hanging', '');
    setInterval(() => {}, 1000);
  } else {
    mkdirSync('node_modules/.bin', { recursive: true });
    symlinkSync(process.execPath, 'node_modules/.bin/node');
    mkdirSync('node_modules/@nestjs/cli/bin', { recursive: true });
    cpSync('fakes/nest.js', 'node_modules/@nestjs/cli/bin/nest.js');
  }`;

const NEST = `
  import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
  if (process.env.FAKE_NEST === 'hang') {
    writeFileSync('hanging', '');
    setInterval(() => {}, 1000);
  } else {
    for (const app of ['api', 'agent', 'sandbox']) {
      mkdirSync('dist/apps/' + app + '/src', { recursive: true });
      cpSync('fakes/app.js', 'dist/apps/' + app + '/src/main.js');
    }
  }`;

const APP = `
  import { createServer } from 'node:http';
  const name = /apps.(\\w+)/.exec(import.meta.url)[1];
  const { PORT, AGENT_PORT, SANDBOX_PORT, FAKE_REFUSES, FAKE_STUBBORN } = process.env;
  if (FAKE_REFUSES === name) {
    console.error('SOME_VARIABLE: must be a number');
    process.exit(1);
  }
  if (FAKE_STUBBORN === name) process.on('SIGTERM', () => {});
  const port = { api: PORT, agent: AGENT_PORT, sandbox: SANDBOX_PORT }[name];
  const state = process.env.SANDBOX_URL ? 'simulated' : 'off';
  const vendors = [{ name: 'crm', state, variables: ['CRM_EMAIL', 'CRM_PASSWORD'] }];
  createServer((_request, response) => response.end(JSON.stringify({ service: 'parley-' + name, vendors })))
    .listen(Number(port), '127.0.0.1');`;

const LIVEKIT = `
  if (process.argv[2] === '--version') console.log('livekit-server version 1.11.0');
  else require('node:http').createServer((_request, response) => response.end('OK'))
    .listen(Number(process.argv[process.argv.indexOf('--port') + 1]), '127.0.0.1');`;

/** A Parley of a few lines a part, in a folder of its own: the launcher is the real one, all it starts is not. */
export class Miniature {
  readonly root: string;
  private readonly started: ChildProcess[] = [];

  constructor() {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'parley-miniature-')));
    for (const path of ['start.mjs', 'src/launcher', 'src/health.ts', 'deploy/livekit.yaml']) {
      cpSync(join(PROJECT, path), join(this.root, path), { recursive: true });
    }
    this.write('package.json', '{ "type": "module" }');
    this.write('bin/package.json', '{ "type": "commonjs" }');
    this.write('package-lock.json', '{ "lockfileVersion": 3, "packages": { "": {} } }');
    this.write('apps/api/main.ts', '');
    this.write('fakes/nest.js', NEST);
    this.write('fakes/app.js', APP);
    executable(join(this.root, 'bin/npm'), NPM);
    executable(join(this.root, 'bin/livekit-server'), LIVEKIT);
  }

  /**
   * `node start.mjs …`, the same under an npm, or another script of this folder: as a process group of its own, which is
   * what a terminal makes of a command.
   */
  async run(
    args: string[],
    env: NodeJS.ProcessEnv = {},
    script: 'start.mjs' | 'npm start' | 'caller.ts' = 'start.mjs',
  ) {
    const own = Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$|^NODE_OPTIONS$/.test(name));
    const npm = script === 'npm start';
    const command = [process.execPath, npm ? 'start.mjs' : script, ...args];
    // npm stays above the shell that it runs a script with; a shell that waits stands for it.
    const [program = '', ...rest] = npm ? ['/bin/sh', '-c', '"$@" & wait', 'npm', ...command] : command;
    const child = spawn(program, rest, {
      cwd: this.root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(own),
        PATH: [join(this.root, 'bin'), process.env.PATH].join(delimiter),
        AGENT_PROCESSES: '2',
        ...(await freePorts()),
        ...(npm && { npm_lifecycle_event: 'start' }),
        ...env,
      },
    });
    this.started.push(child);
    return new Run(child, this);
  }

  status(): Status | undefined {
    return readStatus(join(this.root, 'data'));
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Waits until no process is left that has to do with this folder. */
  async untilNothingLeft(): Promise<void> {
    let left: string[] = [];
    await eventually(
      () => (left = this.processes()).length === 0,
      END_LIMIT_MS,
      () => left.join('\n'),
    );
  }

  remove(): void {
    for (const child of this.started) child.kill('SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  private processes(): string[] {
    const all = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
    return all.filter((line) => line.includes(this.root) && !/^\s*\d+\s+Z/.test(line));
  }
}

/** One run of the launcher, from outside. */
export class Run {
  readonly pid: number;
  /** The exit code, or 128 and the signal's number. */
  readonly exit: Promise<number | null>;
  private readonly home: Miniature;
  private text = '';
  private ended = false;

  constructor(child: ChildProcess, home: Miniature) {
    this.pid = child.pid ?? 0;
    this.home = home;
    const hear = (chunk: Buffer) => (this.text += chunk.toString());
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    this.exit = new Promise((done) => child.once('exit', (code) => done(code)));
    void this.exit.then(() => (this.ended = true));
  }

  get said(): string {
    return this.text;
  }

  /** What it does is seen in its status at once, what it says may be in the pipe still: both are waited for. */
  untilSaid(what: string | RegExp): Promise<boolean> {
    return eventually(
      () => {
        const said = typeof what === 'string' ? this.text.includes(what) : what.test(this.text);
        if (!said && this.ended) throw new Error(`It ended without saying ${what}:\n${this.text}`);
        return said;
      },
      START_LIMIT_MS,
      () => this.text,
    );
  }

  async untilReady(): Promise<Status> {
    await this.untilSaid('Parley is ready');
    return eventually(() => this.home.status());
  }

  /** A signal to everybody in the foreground, as a terminal sends it. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** start.mjs itself, whoever stands above it. */
  get startPid(): number {
    const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    const launcher = this.home.status()?.launcherPid;
    const row = rows.map((line) => line.trim().split(/\s+/).map(Number)).find(([pid]) => pid === launcher);
    return row?.[1] ?? 0;
  }
}

async function freePorts(): Promise<NodeJS.ProcessEnv> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 1200) * 10;
    const free = await nextFreePorts(base, 9, [], '127.0.0.1');
    if (free.at(-1) !== base + 8) continue;
    const [PORT, SANDBOX_PORT, LIVEKIT_PORT, AGENT_PORT] = [base, base + 1, base + 2, base + 5].map(String);
    return { PORT, SANDBOX_PORT, LIVEKIT_PORT, AGENT_PORT };
  }
}

/** What a file in the folder says. */
export function textOf(home: Miniature, path: string): string {
  return readFileSync(join(home.root, path), 'utf8');
}
