import { Logger } from '@nestjs/common';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { breaksConnection, explained } from './postgres-failure.js';
import { postgresParameter, postgresTypes } from './postgres-values.js';

export interface PoolOptions {
  max: number;
  /** How long a query may wait for a free connection, or for a new one. */
  connectTimeoutMs: number;
  /** How long the database may work on one statement; 0 = as long as it takes. */
  statementTimeoutMs: number;
  /** How long a statement waits for rows that another transaction has. */
  lockTimeoutMs: number;
}

/** How much longer than the database itself we wait for its answer, should it have gone silent. */
const ANSWER_GRACE_MS = 2_000;
/** A transaction of ours that does nothing for so long has lost its process: its locks go. */
const IDLE_IN_TRANSACTION_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
const IDLE_CONNECTION_MS = 30_000;

/** The driver's pool as Kysely wants it: no failure of a connection ends the process, and each becomes a fact. */
export class BoundedPool implements PostgresPool {
  readonly options = {};
  private readonly logger = new Logger('Postgres');
  private readonly pool: pg.Pool;

  constructor(url: string, options: PoolOptions) {
    const { max, connectTimeoutMs, statementTimeoutMs, lockTimeoutMs } = options;
    this.pool = new pg.Pool({
      connectionString: url,
      application_name: 'parley',
      max,
      types: postgresTypes,
      connectionTimeoutMillis: connectTimeoutMs,
      lock_timeout: lockTimeoutMs,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
      ...(statementTimeoutMs > 0 && {
        statement_timeout: statementTimeoutMs,
        query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      }),
    });
    this.pool.on('error', (error) => this.remember(error));
    // The pool listens to a connection only while nobody uses it; one that dies between two statements would end the process.
    this.pool.on('connect', (client) => client.on('error', (error) => this.remember(error)));
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new ExplainedClient(await this.pool.connect());
    } catch (error) {
      throw explained(error);
    }
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private remember(error: Error): void {
    this.logger.warn('connection lost', { reason: error.message });
  }
}

class ExplainedClient implements PostgresPoolClient {
  private broken = false;

  constructor(private readonly client: pg.PoolClient) {}

  query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query(): never;
  async query(text?: string, parameters: readonly unknown[] = []): Promise<unknown> {
    if (text === undefined) throw new TypeError('Cursors are not used here.');
    try {
      return await this.client.query(text, parameters.map(postgresParameter));
    } catch (error) {
      this.broken ||= breaksConnection(error);
      throw explained(error);
    }
  }

  release(destroy = false): void {
    this.client.release(destroy || this.broken);
  }
}
