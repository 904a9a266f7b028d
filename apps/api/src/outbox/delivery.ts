import type { LeasedItem } from '#store';

export type Outcome =
  | { outcome: 'done'; result: Record<string, unknown> }
  /** Not done, and may be later; not before `afterMs`, when the receiver said so. */
  | { outcome: 'later'; error: string; afterMs?: number }
  | { outcome: 'blocked' | 'unknown' | 'dead'; error: string };

/** Brings one kind of item to where it belongs. What it throws is a fault of ours: the item is tried again. */
export abstract class Delivery {
  abstract readonly kind: string;
  /** Whether doing it twice does no harm: false sends an item whose worker died to `unknown`. */
  abstract readonly repeatable: boolean;
  abstract deliver(item: LeasedItem, signal: AbortSignal): Promise<Outcome>;
}

/** Every delivery of this app. */
export const DELIVERIES = Symbol('DELIVERIES');
