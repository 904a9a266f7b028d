import type { ClosePlanDto, DropPlanDto, FailurePlanDto, FaultPlanDto } from './fault-plan.dto.js';
import type { Faults } from './faults.js';

/** The part of a connection that the switches need. */
export interface DroppableSocket {
  /** Cuts the connection without a goodbye. */
  drop(): void;
}

/** What is broken at one vendor at the moment. Read where the vendor answers, set through `/control`. */
export class VendorFaults implements Faults {
  private current: Readonly<FaultPlanDto> = IN_ORDER;
  private failuresLeft = 0;
  private dropsLeft = 0;
  private closesLeft = 0;
  private stallsLeft = 0;
  private garbageLeft = 0;
  private expiredBeforeMs = 0;
  private readonly sockets = new Set<DroppableSocket>();

  constructor(
    readonly vendor: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The switches as they stand, with what is left of counted ones. */
  get plan(): FaultPlanDto {
    const { fail, drop, close, stall, stallNext, garbage, ...rest } = this.current;
    return {
      ...rest,
      ...(stall && this.stallsLeft > 0 && { stall, ...(stallNext && { stallNext: this.stallsLeft }) }),
      ...(garbage && this.garbageLeft > 0 && { garbage: { next: this.garbageLeft } }),
      ...(close && this.closesLeft > 0 && { close: { ...close, next: this.closesLeft } }),
      ...(fail && this.failuresLeft > 0 && { fail: { ...fail, next: this.failuresLeft } }),
      ...(drop && this.dropsLeft > 0 && { drop: { ...drop, next: this.dropsLeft } }),
    };
  }

  get openSockets(): number {
    return this.sockets.size;
  }

  set(plan: FaultPlanDto): void {
    this.current = plan;
    this.failuresLeft = plan.fail?.next ?? 0;
    this.dropsLeft = plan.drop?.next ?? 0;
    this.closesLeft = plan.close?.next ?? 0;
    this.stallsLeft = plan.stallNext ?? Infinity;
    this.garbageLeft = plan.garbage?.next ?? 0;
  }

  clear(): void {
    this.set(IN_ORDER);
  }

  /** Whether the plan is meant for this session. */
  concern(session: string): boolean {
    return session.includes(this.current.onlyFor ?? '');
  }

  takeFailure(at: 'request' | 'response'): FailurePlanDto | undefined {
    const { fail } = this.current;
    if (fail?.at !== at || this.failuresLeft === 0) return undefined;
    this.failuresLeft -= 1;
    return fail;
  }

  takeStall(where: NonNullable<FaultPlanDto['stall']>): boolean {
    if (this.current.stall !== where || this.stallsLeft === 0) return false;
    this.stallsLeft -= 1;
    return true;
  }

  takeGarbage(): boolean {
    if (this.garbageLeft === 0) return false;
    this.garbageLeft -= 1;
    return true;
  }

  takeClose(): ClosePlanDto | undefined {
    if (this.closesLeft === 0) return undefined;
    this.closesLeft -= 1;
    return this.current.close;
  }

  takeDrop(kind: 'http' | 'socket' | 'stream'): Omit<DropPlanDto, 'next'> | undefined {
    const { drop } = this.current;
    if (!drop || this.dropsLeft === 0) return undefined;
    if (kind === 'http' && drop.afterMs === undefined) return undefined;
    if (kind === 'stream' && drop.afterDeltas === undefined) return undefined;
    this.dropsLeft -= 1;
    return drop;
  }

  /** Everything issued until now is worthless from now on; a new credential works. */
  expireCredentials(): void {
    this.expiredBeforeMs = this.issueTime();
  }

  /** The time to write on a credential that is issued now: later than the last expiry, be it in the same millisecond. */
  issueTime(): number {
    return Math.max(this.now(), this.expiredBeforeMs + 1);
  }

  /** Whether a credential issued at that time is taken. */
  accepts(issuedAtMs: number): boolean {
    return !this.current.refuseCredentials && issuedAtMs > this.expiredBeforeMs;
  }

  watch(socket: DroppableSocket): void {
    this.sockets.add(socket);
  }

  forget(socket: DroppableSocket): void {
    this.sockets.delete(socket);
  }

  /** Cuts every open socket and says how many there were. */
  dropSockets(): number {
    const open = [...this.sockets];
    for (const socket of open) socket.drop();
    return open.length;
  }
}

const IN_ORDER: Readonly<FaultPlanDto> = Object.freeze({
  latencyMs: 0,
  brownOut: false,
  refuseCredentials: false,
});
