import type { BenchResult, Comparison, Measure } from './bench.ts';
import { figure } from './figure.ts';

export function printResult({ name, method, measures, comparisons = [], notes }: BenchResult): void {
  const width = Math.max(...[...measures, ...comparisons].map((each) => each.name.length));
  console.log(`\n${name}: ${method}`);
  if (measures.length > 0) console.log(`  ${''.padEnd(width)}      p50      p95      p99      max`);
  for (const measure of measures) console.log(`  ${row(measure, width)}`);
  for (const { name, includes } of measures) if (includes) console.log(`  ${name}: ${includes}.`);
  if (comparisons.length > 0) console.log(`  ${''.padEnd(width)}        ours    baseline   ours/baseline`);
  for (const comparison of comparisons) console.log(`  ${comparisonRow(comparison, width)}`);
  for (const note of notes) console.log(`  ${note}.`);
}

function row({ name, goal, summary: { p50, p95, p99, max } }: Measure, width: number): string {
  const figures = [p50, p95, p99, max].map((ms) => figure(ms, 'ms').padStart(9)).join('');
  return `${name.padEnd(width)}${figures}${goal ? `   goal ${goal}` : ''}`;
}

function comparisonRow({ name, unit, goal, ours, baseline }: Comparison, width: number): string {
  const figures = [ours, baseline].map((value) => figure(value, unit).padStart(12)).join('');
  return `${name.padEnd(width)}${figures}${(ours / baseline).toFixed(2).padStart(16)}${goal ? `   goal ${goal}` : ''}`;
}
