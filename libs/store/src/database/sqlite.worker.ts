import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Scrubbed } from './open-database.js';

export type ThreadRequest =
  | { id: number; do: 'read'; text: string; parameters: readonly unknown[] }
  | { id: number; do: 'checkpoint' }
  | { id: number; do: 'scrub' }
  | { do: 'close' };

export type ThreadAnswer = { id: number } & (
  { rows: unknown[] } | { error: string; errcode: number | undefined }
);

// Runs in a thread of its own, with two connections to the database file: one that reads, and one that only copies the log back.

const MAX_STATEMENTS = 64;
/** What is larger takes longer to be written anew than those who write meanwhile can wait. */
const MAX_VACUUM_BYTES = 128 * 1024 * 1024;
const SCRUB_WAIT_MS = 3_000;

const file = String(workerData);
const reader = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
/** It writes nothing of its own, and waits for nobody. */
const copier = new DatabaseSync(file, { timeout: 0 });
const statements = new Map<string, StatementSync>();

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.do === 'close') {
    reader.close();
    copier.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(request));
});

function answer(request: Exclude<ThreadRequest, { do: 'close' }>): ThreadAnswer {
  const { id } = request;
  try {
    if (request.do === 'read') return { id, rows: prepared(request.text).all(...values(request.parameters)) };
    if (request.do === 'scrub') return { id, rows: [scrub()] };
    // Passive: copies what it can while others read and write, and makes none of them wait.
    return { id, rows: copier.prepare('pragma wal_checkpoint(passive)').all() };
  } catch (error) {
    const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
    return { id, error: error instanceof Error ? error.message : String(error), errcode };
  }
}

/**
 * SQLite overwrites what is deleted, but for what it had moved within its pages before: that goes when all of the file is written anew.
 */
function scrub(): Scrubbed {
  copier.exec(`pragma busy_timeout = ${SCRUB_WAIT_MS}`);
  try {
    const bytes = valueOf('page_count') * valueOf('page_size');
    if (bytes <= MAX_VACUUM_BYTES) copier.exec('vacuum');
    const log = copier.prepare('pragma wal_checkpoint(truncate)').get();
    return bytes <= MAX_VACUUM_BYTES && log?.busy === 0 ? 'gone' : 'may_remain';
  } catch {
    return 'may_remain'; // others held it for too long
  } finally {
    copier.exec('pragma busy_timeout = 0');
  }
}

function valueOf(pragma: 'page_count' | 'page_size'): number {
  return Number(copier.prepare(`pragma ${pragma}`).get()?.[pragma]);
}

function prepared(text: string): StatementSync {
  const known = statements.get(text);
  if (known) return known;
  const [oldest] = statements.keys();
  if (statements.size >= MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest);
  const statement = reader.prepare(text);
  statements.set(text, statement);
  return statement;
}

/** Compiled by Kysely, which has checked them. */
function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
