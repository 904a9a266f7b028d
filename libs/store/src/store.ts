/** The open database: migrated, held by this process alone. Repositories build on it. */
export abstract class Store {
  /**
   * Runs `work` in one write transaction; repositories called inside take part in it, so that what belongs together is written
   * together. A call inside another joins that one.
   *
   * @throws StoreUnavailable when the database stays locked, or cannot be written.
   */
  abstract write<T>(work: () => Promise<T>): Promise<T>;

  /** Writes the log back into the database file, closes it and lets go of the lock. */
  abstract close(): Promise<void>;
}
