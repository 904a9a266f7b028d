import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
/** What needs nothing but Node, then what needs a LiveKit server and a browser. */
const PROJECTS = ['jest.config.mjs', 'test/jest.config.mjs'];

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** The part of Jest's own summary that is read here. */
interface JestSummary {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

/** `npm test`, once everything is installed and built: all projects, and one line that sums them up. */
async function runAll(args: string[]): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-tests-'));
  const sum: Count = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const [index, config] of PROJECTS.entries()) {
      if (!existsSync(join(ROOT, config))) continue;
      const count = await runProject(config, args, join(folder, `${index}.json`));
      sum.passed += count.passed;
      sum.failed += count.failed;
      sum.skipped += count.skipped;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return sum;
}

async function runProject(config: string, args: string[], summaryFile: string): Promise<Count> {
  const jest = spawn(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', JEST, '--config', config],
      ...['--json', '--outputFile', summaryFile, '--passWithNoTests', ...args],
    ],
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = (await once(jest, 'exit')) as [number | null];
  if (!existsSync(summaryFile)) return { passed: 0, failed: 1, skipped: 0 };

  const summary = JSON.parse(await readFile(summaryFile, 'utf8')) as JestSummary;
  // A suite that cannot even be loaded has no tests to fail, and Jest may fail without either.
  const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  return {
    passed: summary.numPassedTests,
    failed: failed || (code === 0 ? 0 : 1),
    skipped: summary.numPendingTests + summary.numTodoTests,
  };
}

const { passed, failed, skipped } = await runAll(process.argv.slice(2));
const skips = skipped ? `, ${skipped} skipped` : '';
console.log(`${passed} passed, ${failed} failed${skips}`);
process.exitCode = failed || !passed ? 1 : 0;
