import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { dispose } from '../src/call/livekit.ts';
import { reachParley } from '../src/call/reach-parley.ts';
import { Voice } from '../src/call/voice.ts';
import type { Bench, BenchResult } from './bench.ts';
import { describeMachine } from './machine.ts';
import { printResult } from './print-result.ts';
import { Sandbox } from './sandbox.ts';
import { benchSession } from './session-bench.ts';
import { benchTurn } from './turn-bench.ts';

const BENCHES: Record<string, (bench: Bench) => Promise<BenchResult>> = {
  session: benchSession,
  turn: benchTurn,
};
const USAGE = `npm run bench -- [${Object.keys(BENCHES).join('] [')}] [--talks N] [--json FILE]`;

async function main(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'string' }, talks: { type: 'string' }, help: { type: 'boolean' } },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
  const talks = values.talks === undefined ? null : Number(values.talks);
  if (values.help || unknown.length > 0 || (talks !== null && !(Number.isInteger(talks) && talks > 0))) {
    console.error(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const machine = describeMachine();
  const results: BenchResult[] = [];
  const parley = await reachParley({ url: null, json: false }, signal);
  const voice = new Voice('rms');
  try {
    const sandbox = new Sandbox(`http://127.0.0.1:${process.env['SANDBOX_PORT'] || '3053'}`);
    const progress = (text: string) => console.error(`  ${text}`);
    const bench: Bench = { api: parley.api, sandbox, voice, talks, signal, progress };
    for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
      const result = await BENCHES[name]?.(bench);
      if (!result) continue;
      results.push(result);
      printResult(result); // at once: a later one may fail
    }
  } finally {
    await voice.close();
    await dispose();
    await parley.stop();
  }
  console.log(machine);
  if (values.json) {
    const report = { at: new Date().toISOString(), machine, results };
    await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => stop.abort(new Error('The benchmark was stopped.')));
}
await main(process.argv.slice(2), stop.signal);
