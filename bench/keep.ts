import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BenchResult, Comparison, Measure } from './bench.ts';
import { figure } from './figure.ts';

const RESULTS = fileURLToPath(new URL('results.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../BENCHMARKS.md', import.meta.url));

/** One benchmark as it went last. */
interface Kept {
  at: string;
  machine: string;
  result: BenchResult;
}

type AllKept = Record<string, Kept>;

/** Keeps the results in the repository, each in the place of the one before it, and writes BENCHMARKS.md of all that are kept. */
export async function keep(results: readonly BenchResult[], machine: string): Promise<void> {
  const kept = await readKept();
  const at = new Date().toISOString();
  for (const result of results) kept[result.name] = { at, machine, result };
  await writeFile(RESULTS, `${JSON.stringify(kept, null, 2)}\n`);
  await writeFile(PAGE, pageOf(kept));
}

async function readKept(): Promise<AllKept> {
  const text = await readFile(RESULTS, 'utf8').catch(() => '{}');
  return JSON.parse(text) as AllKept;
}

export function pageOf(kept: AllKept): string {
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench -- --keep`; do not edit. Callers, LiveKit server, simulators, load and Parley share the one machine that is',
    'named, and only figures of the same run can be compared.',
    ...Object.values(kept).flatMap(sectionOf),
    '',
  ].join('\n');
}

function sectionOf({ at, machine, result }: Kept): string[] {
  const { name, method, measures, comparisons = [], notes } = result;
  return [
    ...['', `## ${name}`, '', sentence(method)],
    ...table(['', 'ours', 'baseline', 'ours / baseline', 'goal'], comparisons.map(comparisonCells)),
    ...table(['', 'p50', 'p95', 'p99', 'max', 'goal'], measures.map(measureCells)),
    ...list([
      ...measures.flatMap(({ name: measure, includes }) =>
        includes ? [sentence(`${measure}: ${includes}`)] : [],
      ),
      ...notes.map(sentence),
    ]),
    ...['', `_${at.slice(0, 10)}; ${machine}_`],
  ];
}

function comparisonCells({ name, unit, goal, ours, baseline }: Comparison): string[] {
  return [name, figure(ours, unit), figure(baseline, unit), (ours / baseline).toFixed(2), goal ?? ''];
}

function measureCells({ name, goal, summary: { p50, p95, p99, max } }: Measure): string[] {
  return [name, ...[p50, p95, p99, max].map((ms) => figure(ms, 'ms')), goal ?? ''];
}

function table(head: readonly string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return ['', row(head), row(head.map((_cell, i) => (i === 0 ? '---' : '---:'))), ...rows.map(row)];
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.map((line) => `- ${line}`)];
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
