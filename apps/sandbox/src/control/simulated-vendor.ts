import type { Type } from '@nestjs/common';

/** A vendor the sandbox stands in for. A new one is a folder with its module, and its line in `vendors.ts`. */
export interface SimulatedVendor {
  /** The first segment of its paths, and its name under `/control`. */
  readonly name: string;
  /** Its routes and sockets. */
  readonly module: Type;
  /** The body of an error as this vendor writes it. */
  failure(status: number): object;
}

/** Token of the list of vendors, `readonly SimulatedVendor[]`. */
export const SIMULATED_VENDORS = Symbol('SIMULATED_VENDORS');
