import { newId } from '#conversation';
import type { EventEnvelope, EventPayload } from '#conversation';

interface Gap {
  first: EventEnvelope;
  count: number;
  until: string;
}

/** What a full spool could not take. Each gap is told by one event, in the place of the first that is missing. */
export class SpoolGaps {
  /** By claim. */
  private readonly open = new Map<string, Gap>();

  /** @returns whether it is the first that its session loses. */
  add(claim: string, event: EventEnvelope): boolean {
    const gap = this.open.get(claim);
    if (!gap) {
      this.open.set(claim, { first: event, count: 1, until: event.at });
      return true;
    }
    gap.count += 1;
    gap.until = event.at;
    return false;
  }

  /** What tells of the gap of this claim, or of all, by claim; they are closed with it. */
  take(claim?: string): [string, EventEnvelope][] {
    const taken = [...this.open].filter(([name]) => claim === undefined || name === claim);
    for (const [name] of taken) this.open.delete(name);
    return taken.map(([name, gap]) => [name, toEvent(gap)]);
  }
}

function toEvent({ first, count, until }: Gap): EventEnvelope {
  const payload: EventPayload<'events.lost'> = { count, until };
  return { ...first, id: newId(), type: 'events.lost', v: 1, payload };
}
