import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { dispose } from '../src/call/livekit.ts';
import { reachParley } from '../src/call/reach-parley.ts';
import { Voice } from '../src/call/voice.ts';
import type { Bench, BenchResult } from './bench.ts';
import { benchBargeIn } from './barge-in-bench.ts';
import { benchCapacity } from './capacity/capacity-bench.ts';
import { PIPELINE_LANES, REALTIME_LANES } from './failover/cells.ts';
import { benchFailover } from './failover/failover-bench.ts';
import { keep } from './keep.ts';
import { describeMachine } from './machine.ts';
import { benchMillion } from './million-bench.ts';
import { benchPipeline } from './pipeline/pipeline-bench.ts';
import { printResult } from './print-result.ts';
import { Sandbox } from './sandbox.ts';
import { benchSession } from './session-bench.ts';
import { benchSoak } from './soak-bench.ts';
import { benchStart } from './start-bench.ts';
import { benchStore } from './store-bench.ts';
import { benchToken } from './token-bench.ts';
import { benchTranscript } from './transcript-bench.ts';
import { benchTurn } from './turn-bench.ts';

type Own = Pick<Bench, 'progress' | 'talks' | 'minutes'>;

/** Against servers of their own. */
const ALONE: Record<string, (bench: Own) => Promise<BenchResult>> = {
  token: benchToken,
  million: benchMillion,
  start: benchStart,
  store: benchStore,
  transcript: benchTranscript,
  capacity: (bench) => benchCapacity(bench, 'realtime'),
  'capacity-pipeline': (bench) => benchCapacity(bench, 'pipeline'),
  soak: (bench) => benchSoak(bench, 'realtime'),
  'soak-pipeline': (bench) => benchSoak(bench, 'pipeline'),
  pipeline: benchPipeline,
  failover: (bench) => benchFailover(bench, { name: 'failover', lanes: PIPELINE_LANES }),
  'failover-realtime': (bench) => benchFailover(bench, { name: 'failover-realtime', lanes: REALTIME_LANES }),
  'barge-in': benchBargeIn,
  // Brings the agent's framework with it, which the others do without.
  replay: async (bench) => (await import('./replay/replay-bench.ts')).benchReplay(bench),
};
/** Talks with the Parley that runs, or one that is started for them. */
const TALKS: Record<string, (bench: Bench) => Promise<BenchResult>> = {
  session: benchSession,
  turn: benchTurn,
};
const NAMES = [ALONE, TALKS].flatMap(Object.keys);
/** By name only: they take from minutes to an hour. */
const LONG = [
  'million',
  'soak',
  'soak-pipeline',
  'capacity-pipeline',
  'pipeline',
  'failover',
  'failover-realtime',
  'barge-in',
];
const USAGE = `npm run bench -- [${NAMES.join('] [')}] [--talks N] [--minutes N] [--json FILE] [--keep]`;

async function main(args: string[], signal: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      keep: { type: 'boolean' },
      talks: { type: 'string' },
      minutes: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const unknown = positionals.filter((name) => !NAMES.includes(name));
  const [talks, minutes] = [values.talks, values.minutes].map(countOf);
  if (values.help || unknown.length > 0 || talks === undefined || minutes === undefined) {
    console.error(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const counts = { talks, minutes };
  const machine = describeMachine();
  const results: BenchResult[] = [];
  const wanted = positionals.length > 0 ? positionals : NAMES.filter((name) => !LONG.includes(name));
  const progress = (text: string) => console.error(`  ${text}`);
  // At once: a later one may fail.
  const tell = async (result: BenchResult) => {
    results.push(result);
    printResult(result);
    if (values.keep) await keep([result], machine);
  };
  for (const name of wanted) {
    const result = await ALONE[name]?.({ progress, ...counts });
    if (result) await tell(result);
  }
  if (wanted.some((name) => Object.hasOwn(TALKS, name))) await runTalks();
  console.log(machine);
  if (values.json) {
    const report = { at: new Date().toISOString(), machine, results };
    await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
  }

  async function runTalks(): Promise<void> {
    const parley = await reachParley({ url: null, json: false }, signal);
    const voice = new Voice('rms');
    try {
      const sandbox = new Sandbox(`http://127.0.0.1:${process.env['SANDBOX_PORT'] || '3053'}`);
      for (const name of wanted) {
        const bench = { api: parley.api, sandbox, voice, ...counts, signal, progress };
        const result = await TALKS[name]?.(bench);
        if (result) await tell(result);
      }
    } finally {
      await voice.close();
      await dispose();
      await parley.stop();
    }
  }
}

/** Null when it is not given, undefined when it is no number of anything. */
function countOf(given: string | undefined): number | null | undefined {
  if (given === undefined) return null;
  const count = Number(given);
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => stop.abort(new Error('The benchmark was stopped.')));
}
await main(process.argv.slice(2), stop.signal);
