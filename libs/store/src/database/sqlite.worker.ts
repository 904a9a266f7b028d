import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export type ThreadRequest =
  | { id: number; do: 'read'; text: string; parameters: readonly unknown[] }
  | { id: number; do: 'checkpoint' }
  | { do: 'close' };

export type ThreadAnswer = { id: number } & (
  { rows: unknown[] } | { error: string; errcode: number | undefined }
);

// Runs in a thread of its own, with two connections to the database file: one that reads, and one that only copies the log back.

const MAX_STATEMENTS = 64;

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
    // Passive: copies what it can while others read and write, and makes none of them wait.
    return { id, rows: copier.prepare('pragma wal_checkpoint(passive)').all() };
  } catch (error) {
    const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
    return { id, error: error instanceof Error ? error.message : String(error), errcode };
  }
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
