export interface StoreReport {
  ready: boolean;
  kind: 'sqlite';
  /** How long the answer took, milliseconds; null when there was none in time. */
  pingMs: number | null;
}

/** Whether the database answers, for `/health/ready`. */
export abstract class StoreHealth {
  /** Never throws and never takes longer than the deadline. */
  abstract check(deadlineMs: number): Promise<StoreReport>;
}
