import type { LeasedItem, LeaseRequest } from '#store';
import type { Delivery } from './delivery.js';

/** What of each kind, and for each workflow, a process has under way. */
export class Lanes {
  private readonly underWay = new Set<LeasedItem>();

  constructor(private readonly deliveries: readonly Delivery[]) {}

  /** @returns what to call when it is over */
  enter(item: LeasedItem): () => void {
    this.underWay.add(item);
    return () => this.underWay.delete(item);
  }

  /** Those in which there is no room for one more. */
  full(): NonNullable<LeaseRequest['except']> {
    const kinds: string[] = [];
    const workflowIds: string[] = [];
    for (const { kind, atOnce, atOncePerWorkflow } of this.deliveries) {
      const items = [...this.underWay].filter((item) => item.kind === kind);
      if (items.length >= atOnce) kinds.push(kind);
      for (const [workflowId, own] of Map.groupBy(items, (item) => item.workflowId)) {
        if (workflowId !== null && own.length >= atOncePerWorkflow) workflowIds.push(workflowId);
      }
    }
    return { kinds, workflowIds };
  }
}
