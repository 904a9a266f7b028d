import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { CompiledQuery, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DatabaseConnection, Dialect, Driver, Kysely, SqliteDatabase, SqliteStatement } from 'kysely';
import { explained } from './sqlite-failure.js';

/** Prepared statements that are kept; a multi-row insert has one for each number of rows. */
const MAX_STATEMENTS = 512;

/** Kysely's SQLite dialect over `node:sqlite`. */
export class NodeSqliteDialect implements Dialect {
  constructor(private readonly database: DatabaseSync) {}

  createDriver(): Driver {
    return new WriterDriver(this.database);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new AtomicMigrationAdapter();
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

class WriterDriver extends SqliteDriver {
  constructor(private readonly database: DatabaseSync) {
    super({ database: bridge(database) });
  }

  /** Takes the write lock at once: a transaction that begins as a reader can fail in its middle, where waiting does not help. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite rolls back by itself when the disk is full; a second rollback would hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite can change its schema in a transaction; Kysely does not count on it. A boot that is killed leaves no half schema. */
class AtomicMigrationAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function bridge(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const [oldest] = kept.keys();
      if (kept.size >= MAX_STATEMENTS && oldest !== undefined) kept.delete(oldest);
      const statement = explained(() => wrap(database.prepare(text)));
      kept.set(text, statement);
      return statement;
    },
  };
}

function wrap(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0, // also of an insert with `returning`
    all: (parameters) => explained(() => statement.all(...bound(parameters))),
    run: (parameters) => explained(() => statement.run(...bound(parameters))),
    iterate: (parameters) => statement.iterate(...bound(parameters)),
  };
}

/** Kysely has checked the types of values against those of columns; a wrong one is refused by SQLite itself. */
function bound(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
