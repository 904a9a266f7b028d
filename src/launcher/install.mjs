// Brings node_modules to what package-lock.json says. Plain JavaScript on `node:` imports: it runs before anything is installed.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEASH = fileURLToPath(new URL('leash.mjs', import.meta.url));
const TIME_LIMIT_MS = 15 * 60_000;
const END_GRACE_MS = 1500;
const TAIL_LINES = 25;

/** The Node 24 that comes as a dependency. */
export function nodeBinary(root) {
  return join(root, 'node_modules', '.bin', 'node');
}

/**
 * Installs when the lock, the patches or the platform differ from those of the last installation.
 *
 * @param {string} root
 * @param {{ line(text: string): void, during(what: string): () => number }} terminal
 * @param {AbortSignal} signal ends npm and all it started
 */
export async function installWhenNeeded(root, terminal, signal) {
  const stamp = join(root, 'node_modules', '.parley-installed');
  const wanted = fingerprint(root);
  if (existsSync(nodeBinary(root))) {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
    if (installedByHand(root)) {
      writeFileSync(stamp, wanted);
      return;
    }
  }
  const count = Object.keys(packagesOf(join(root, 'package-lock.json'))).length - 1;
  const done = terminal.during(`installing ${count} packages: npm ci`);
  const { ok, output } = await npmCi(root, signal);
  const seconds = done();
  if (signal.aborted) return;
  if (!ok || !existsSync(nodeBinary(root))) throw new Error(explain(ok, output));
  writeFileSync(stamp, wanted);
  terminal.line(`  install    ${count} packages in ${seconds} s`);
}

function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  hash.update(readFileSync(join(root, 'package-lock.json')));
  const patches = join(root, 'patches');
  if (existsSync(patches)) {
    for (const name of readdirSync(patches).sort())
      hash.update(name).update(readFileSync(join(patches, name)));
  }
  return hash.digest('hex');
}

/** npm keeps its own record of what it put into node_modules; a developer's `npm install` need not be done over. */
function installedByHand(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = packagesOf(record);
  const same = Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || there[path]?.version === version,
  );
  return same && patched(root);
}

/** Patches are applied after npm has written its record, so that record does not vouch for them. */
function patched(root) {
  if (!existsSync(join(root, 'patches'))) return true;
  const patchPackage = join(root, 'node_modules', 'patch-package', 'index.js');
  const { status } = spawnSync(nodeBinary(root), [patchPackage, '--error-on-fail'], {
    cwd: root,
    stdio: 'ignore',
    timeout: 60_000,
  });
  return status === 0;
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function npmCi(root, signal) {
  const [command, ...first] = npm();
  const args = [
    ...first,
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
  ];
  return new Promise((resolve) => {
    const leash = spawn(process.execPath, [LEASH, JSON.stringify({ command, args })], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, PATH: pathWithout(join(root, 'node_modules') + sep) },
    });
    let output = '';
    let exit;
    const collect = (chunk) => (output = (output + chunk).slice(-16_384));
    leash.stdout.on('data', collect);
    leash.stderr.on('data', collect);
    leash.on('message', (message) => (exit = message));

    const end = () => leash.connected && leash.send({ endWithinMs: END_GRACE_MS });
    const timer = setTimeout(() => {
      collect(`\nnpm did not finish within ${TIME_LIMIT_MS / 60_000} minutes and was ended.\n`);
      end();
    }, TIME_LIMIT_MS);
    signal.addEventListener('abort', end, { once: true });
    leash.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (exit?.error) collect(`npm could not be run: ${exit.error}\n`);
      resolve({ ok: exit?.code === 0, output });
    });
  });
}

/** The npm that runs us, on the Node it runs on: `node` on the PATH may be the one that `npm ci` is about to remove. */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  return script && node && basename(script) === 'npm-cli.js' && existsSync(node) ? [node, script] : ['npm'];
}

function pathWithout(prefix) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !`${folder}${sep}`.startsWith(prefix))
    .join(delimiter);
}

function explain(ok, output) {
  if (ok) {
    return (
      'npm ci finished, but the dependency `node` has no binary: install scripts are switched off here.\n' +
      'Run `npm ci --include=dev --ignore-scripts=false`, then try again.'
    );
  }
  const tail = output.trimEnd().split('\n').slice(-TAIL_LINES);
  return ['npm ci failed. The end of what it said:', ...tail.map((line) => `  ${line}`)].join('\n');
}
