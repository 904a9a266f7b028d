import type { ClosePlanDto, DropPlanDto, FailurePlanDto, FaultPlanDto } from './fault-plan.dto.js';

/** What a connection asks of the switches while it answers. */
export interface Faults {
  readonly plan: Pick<FaultPlanDto, 'latencyMs' | 'brownOut'>;
  /** How the next request or response fails; counts it. */
  takeFailure(at: 'request' | 'response'): FailurePlanDto | undefined;
  /** Whether this one stalls; counts it. */
  takeStall(where: NonNullable<FaultPlanDto['stall']>): boolean;
  /** Whether this answer has a broken piece; counts it. */
  takeGarbage(): boolean;
  /** How the socket that opens now is to be closed; counts it. */
  takeClose(): ClosePlanDto | undefined;
  /** When the connection is to be cut; counts it. Only sockets and streamed answers have pieces that could be counted. */
  takeDrop(kind: 'http' | 'socket' | 'stream'): Omit<DropPlanDto, 'next'> | undefined;
}

/** For whom the plan is not meant. */
const NO_FAULTS: Faults = {
  plan: { latencyMs: 0, brownOut: false },
  takeFailure: () => undefined,
  takeStall: () => false,
  takeGarbage: () => false,
  takeClose: () => undefined,
  takeDrop: () => undefined,
};

/** The faults of a vendor as one session meets them: a plan that is meant for others leaves it alone, and is not used up by it. */
export class SessionFaults implements Faults {
  constructor(
    private readonly vendor: Faults & { concern(session: string): boolean },
    private readonly session: string,
  ) {}

  get plan(): Faults['plan'] {
    return this.faults.plan;
  }

  takeFailure(at: 'request' | 'response'): FailurePlanDto | undefined {
    return this.faults.takeFailure(at);
  }

  takeStall(where: NonNullable<FaultPlanDto['stall']>): boolean {
    return this.faults.takeStall(where);
  }

  takeGarbage(): boolean {
    return this.faults.takeGarbage();
  }

  takeClose(): ClosePlanDto | undefined {
    return this.faults.takeClose();
  }

  takeDrop(kind: 'http' | 'socket' | 'stream'): Omit<DropPlanDto, 'next'> | undefined {
    return this.faults.takeDrop(kind);
  }

  /** Asked each time: a plan may be made while the session runs. */
  private get faults(): Faults {
    return this.vendor.concern(this.session) ? this.vendor : NO_FAULTS;
  }
}
