import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, Kysely, QueryResult } from 'kysely';
import type { SqliteThread } from './sqlite-thread.js';

/** Kysely over the reading thread: queries only, each for itself. */
export class SqliteReaderDialect implements Dialect {
  constructor(private readonly thread: SqliteThread) {}

  createDriver(): Driver {
    return new ReaderDriver(this.thread);
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

class ReaderDriver implements Driver {
  private readonly connection: DatabaseConnection;

  constructor(private readonly thread: SqliteThread) {
    this.connection = {
      executeQuery: async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
        const rows = await thread.read(sql, parameters);
        return { rows: rows as Row[] }; // what the query's type says they are
      },
      streamQuery: () => unsupported(),
    };
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.connection);
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  beginTransaction(): Promise<void> {
    return unsupported();
  }

  commitTransaction(): Promise<void> {
    return unsupported();
  }

  rollbackTransaction(): Promise<void> {
    return unsupported();
  }

  destroy(): Promise<void> {
    return this.thread.close();
  }
}

function unsupported(): never {
  throw new Error('The reading thread answers single queries.');
}
