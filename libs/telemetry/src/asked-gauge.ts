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
  /** Series that are zero while no row tells of them: a panel shows that there is none, and not that it does not know. */
  always?: readonly Record<Label, string>[];
  /** One row as one series. */
  toSeries: (row: Row) => { labels: Record<Label, string>; value: number };
}

/** A gauge that is looked up elsewhere whenever somebody asks. It has no values while they cannot be had in time. */
export function askedGauge<Label extends string, Row>(
  registry: Registry,
  { name, help, labelNames, always = [], read, toSeries }: AskedGauge<Label, Row>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      const rows = await inTime(read());
      this.reset();
      if (!rows) return;
      for (const labels of always) this.set(labels, 0);
      for (const { labels, value } of rows.map(toSeries)) this.set(labels, value);
    },
  });
}

async function inTime<Row>(reading: Promise<readonly Row[]>): Promise<readonly Row[] | undefined> {
  const late = new AbortController();
  const rows = await Promise.race([
    reading.catch(() => undefined),
    delay(READ_WITHIN_MS, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  return rows;
}
