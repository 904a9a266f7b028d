export class HealthDto {
  /** @example ok */
  status!: string;
  service!: string;
  /** ISO 8601, UTC. */
  timestamp!: string;
  /** Whole seconds since the start. */
  uptime!: number;
}

export class ReadinessDto {
  /** `ok` or `unavailable`. @example ok */
  status!: string;
  /** Names of the simulated vendors. */
  vendors!: string[];
}
