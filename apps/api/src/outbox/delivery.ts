import type { LeasedItem } from '#store';
import type { OutboxConfig } from './outbox.config.js';

/** How an attempt went; `status` is what a receiver that speaks HTTP answered with. */
export type Outcome = { status?: number } & (
  | { outcome: 'done'; result: Record<string, unknown> }
  /** Not done, and may be later; not before `afterMs`, when the receiver said so. */
  | { outcome: 'later'; error: string; afterMs?: number | undefined }
  | { outcome: 'blocked' | 'unknown' | 'dead'; error: string }
);

export const OUTCOMES = ['done', 'later', 'blocked', 'unknown', 'dead'] as const;

/** How long to wait between attempts, and for how long to go on. */
export type Patience = Pick<OutboxConfig, 'retryMs' | 'retryMaxMs' | 'giveUpAfterS'>;

/** Brings one kind of item to where it belongs. What it throws is a fault of ours: the item is tried again. */
export abstract class Delivery {
  abstract readonly kind: string;
  /** Whether doing it twice does no harm: false sends an item whose worker died to `unknown`. */
  abstract readonly repeatable: boolean;
  /** How many of this kind a process sends at once, and how many of them for one workflow: who is slow holds up no other. */
  readonly atOnce: number = 8;
  readonly atOncePerWorkflow: number = 2;
  /** Where it is not what the configuration says. */
  readonly patience?: Patience;
  abstract deliver(item: LeasedItem, signal: AbortSignal): Promise<Outcome>;
}

/** Every delivery of this app. */
export const DELIVERIES = Symbol('DELIVERIES');
