import type { BenchResult, Measure } from './bench.ts';

export function printResult({ name, method, measures, notes }: BenchResult): void {
  const width = Math.max(...measures.map((measure) => measure.name.length));
  console.log(`\n${name}: ${method}`);
  console.log(`  ${''.padEnd(width)}     p50     p95     p99     max`);
  for (const measure of measures) console.log(`  ${row(measure, width)}`);
  for (const { name, includes } of measures) console.log(`  ${name}: ${includes}.`);
  for (const note of notes) console.log(`  ${note}.`);
}

function row({ name, goal, summary: { p50, p95, p99, max } }: Measure, width: number): string {
  const figures = [p50, p95, p99, max].map((ms) => `${ms.toFixed(0)} ms`.padStart(8)).join('');
  return `${name.padEnd(width)}${figures}${goal ? `   goal ${goal}` : ''}`;
}
