import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { Store } from '#store';
import { clusterUrl, postgresBinaries } from '../libs/store/testing/postgres-cluster.ts';
import type { Bench, BenchResult, Measure } from './bench.ts';
import { StoredTalks } from './stored-talks.ts';
import { summarize } from './statistics.ts';

const SIZES = [10_000, 100_000, 1_000_000];
/** Before anything is measured: what an empty table makes Postgres plan is right for an empty table. */
const FIRST = 1_000;
const QUERIES = 200;
const PAGE = 20;

/** A database of its own, gone with the benchmark. */
interface Database {
  kind: string;
  url: string;
}

/** Messages written as agents report them, and read as clients ask for them, while the store grows. */
export async function benchStore({ progress }: Pick<Bench, 'progress'>): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const measures: Measure[] = [];
  const notes: string[] = [];
  try {
    for (const { kind, url } of await databases(folder)) {
      const store = await Store.open(url);
      try {
        const talks = new StoredTalks(store);
        await talks.fillTo(FIRST);
        await refreshStatistics(store);
        for (const size of SIZES) {
          progress(`store: ${kind}, filling to ${size} messages`);
          const { messages, ms } = await talks.fillTo(size);
          notes.push(`${kind}, up to ${size} messages: ${perSecond(messages, ms)} written a second`);
          await refreshStatistics(store);
          progress(`store: ${kind}, reading at ${size} messages`);
          measures.push(...(await read(talks, `${kind}, ${size}`)));
        }
        notes.push(await loopDelayWhileSearching(talks, kind));
      } finally {
        await store.close();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    name: 'store',
    method: `messages reported in batches of 40, a talk each, through ingest with its checks and full-text index; ${QUERIES} queries of each kind one after another, pages of ${PAGE}: the newest conversations, the first messages of one at random, and the message that has a word of its own`,
    measures,
    notes,
  };
}

async function read(talks: StoredTalks, where: string): Promise<Measure[]> {
  const measure = async (what: string, ask: () => Promise<unknown>): Promise<Measure> => {
    const tookMs: number[] = [];
    for (let i = 0; i < QUERIES; i++) {
      const startedAt = performance.now();
      await ask();
      tookMs.push(performance.now() - startedAt);
    }
    return { name: `${where}: ${what}`, includes: '', goal: null, summary: summarize(tookMs) };
  };
  return [
    await measure('list', () => talks.list(PAGE)),
    await measure('one conversation', () => talks.one(PAGE)),
    await measure('search', () => talks.search(PAGE)),
  ];
}

/** What autovacuum does within a minute; the Postgres of the tests leaves it for later. */
async function refreshStatistics({ kind, db }: Store): Promise<void> {
  if (kind === 'postgres') await sql`analyze`.execute(db);
}

/** A word that a tenth of all messages have: the longest query there is. */
async function loopDelayWhileSearching(talks: StoredTalks, kind: string): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  for (let i = 0; i < 5; i++) await talks.searchCommon(PAGE);
  const tookMs = (performance.now() - startedAt) / 5;
  delay.disable();
  return `${kind}, ${SIZES.at(-1)} messages: a search for a word of every tenth message takes ${tookMs.toFixed(0)} ms; the event loop was late by ${(delay.percentile(99) / 1e6).toFixed(1)} ms at p99 meanwhile (goal 20)`;
}

async function databases(folder: string): Promise<Database[]> {
  const sqlite = { kind: 'sqlite', url: `sqlite:${join(folder, 'bench.db')}` };
  const binaries = postgresBinaries();
  if (binaries === undefined) return [sqlite];
  const url = await clusterUrl(binaries);
  return [sqlite, { kind: 'postgres', url: url('postgres') }];
}

function perSecond(count: number, ms: number): string {
  return ((count * 1_000) / ms).toFixed(0);
}
