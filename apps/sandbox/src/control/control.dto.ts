import type { FaultPlanDto } from './fault-plan.dto.js';

export class VendorFaultsDto {
  /** @example openai */
  vendor!: string;
  /** The switches as they stand; counted ones show what is left. */
  faults!: FaultPlanDto;
  openSockets!: number;
}

export class DroppedDto {
  /** How many sockets were cut. */
  dropped!: number;
}
