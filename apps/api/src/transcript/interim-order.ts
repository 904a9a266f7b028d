import type { Interim } from '#conversation';
import type { StoredEvent } from '#store';

/** A count within a claim; a newer claim begins again, and comes after all of the older ones. */
interface Moment {
  epoch: number;
  count: number;
}

/** Which interims of a session still say something: those that are newer than what was told of it. */
export class InterimOrder {
  private last: Moment | undefined;
  /** By role: its last message that was told. */
  private readonly messages = new Map<unknown, Moment>();

  told(events: readonly StoredEvent[]): void {
    for (const { type, payload, epoch, sourceSeq: count } of events) {
      if (type !== 'message.added') continue;
      const before = this.messages.get(payload.role);
      if (!before || isAfter({ epoch, count }, before)) this.messages.set(payload.role, { epoch, count });
    }
  }

  /** Once for each interim: what came again, by another way or late, is no news. */
  isNews({ epoch, number, afterSourceSeq, role }: Interim): boolean {
    const moment = { epoch, count: number };
    if (this.last && !isAfter(moment, this.last)) return false;
    const message = this.messages.get(role);
    if (message && isAfter(message, { epoch, count: afterSourceSeq })) return false;
    this.last = moment;
    return true;
  }
}

function isAfter(one: Moment, other: Moment): boolean {
  return one.epoch === other.epoch ? one.count > other.count : one.epoch > other.epoch;
}
