import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Terminal } from '../launcher/terminal.ts';
import { CHECKS } from './checks.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { describe, summary } from './report.ts';
import { readSurroundings } from './surroundings.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const USAGE = `npm run doctor -- [options]

  --json    one JSON object on stdout and nothing else: {ok, findings: [{part, state, detail | problem, cure}]}
  --help    this

States: ok, simulated, off, warning, wrong. It spends no money and changes nothing; it ends with 1 when something is wrong.`;

/** @returns the exit code */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const findings = values.json ? await look(process.stderr, false) : await look(process.stdout, true);
  const isWell = !findings.some(({ state }) => state === 'wrong');
  console.log(values.json ? JSON.stringify({ ok: isWell, findings }, null, 2) : `\n${summary(findings)}`);
  return isWell ? 0 : 1;
}

/** Everything at once, with what is still looked at in the last line. */
async function look(out: NodeJS.WriteStream, tells: boolean): Promise<Finding[]> {
  const terminal = new Terminal(out);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  let left = CHECKS.map(({ part }) => part);
  const examination = examine({
    checks: CHECKS,
    surroundings: readSurroundings(ROOT, process.env),
    onPart: (findings) =>
      tells &&
      findings.forEach((finding) => terminal.line(describe(finding, out.isTTY && !process.env['NO_COLOR']))),
    onProgress: (parts) => (left = parts),
    signal: stop.signal,
  });
  return terminal.during(() => (left.length ? `looking at ${left.join(', ')}` : undefined), examination);
}

// The launcher has read it already; whoever runs this file alone means the same settings.
if (existsSync(resolve(ROOT, '.env'))) process.loadEnvFile(resolve(ROOT, '.env'));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
}
// A question that nobody answered any more does not keep anybody waiting.
process.exit();
