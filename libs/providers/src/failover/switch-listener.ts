import type { VendorFault } from '../vendor-fault.js';
import type { ProviderKind } from './vendor-health.js';

/** Who is told what the choices of one talk go through. Must not throw. */
export interface SwitchListener {
  /** A vendor failed at something; `isLast` when none is left that could do it. */
  failed(failure: { kind: ProviderKind; vendor: string; fault: VendorFault; isLast: boolean }): void;
  /** Another vendor does it from here on. `afterMs`: from the question to the first useful piece of the other's answer. */
  switched(change: {
    kind: ProviderKind;
    from: string;
    to: string;
    reason: VendorFault['reason'];
    afterMs: number;
  }): void;
}
