import { setTimeout as delay } from 'node:timers/promises';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** Prometheus gives up a whole page after ten seconds: one figure that is late must not cost the others. */
const READ_WITHIN_MS = 1_000;

interface AskedGauge<Label extends string, Row> {
  name: string;
  help: string;
  labelNames: readonly Label[];
  read: () => Promise<readonly Row[]>;
  /** One row as one series. */
  toSeries: (row: Row) => { labels: Record<Label, string>; value: number };
}

/** A gauge that is looked up elsewhere whenever somebody asks. It has no values while they cannot be had in time. */
export function askedGauge<Label extends string, Row>(
  registry: Registry,
  { name, help, labelNames, read, toSeries }: AskedGauge<Label, Row>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      const rows = await inTime(read());
      this.reset();
      for (const { labels, value } of rows.map(toSeries)) this.set(labels, value);
    },
  });
}

async function inTime<Row>(reading: Promise<readonly Row[]>): Promise<readonly Row[]> {
  const late = new AbortController();
  const none: readonly Row[] = [];
  const rows = await Promise.race([
    reading.catch(() => none),
    delay(READ_WITHIN_MS, none, { signal: late.signal }).catch(() => none),
  ]);
  late.abort();
  return rows;
}
