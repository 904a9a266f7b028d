import { newId } from '#conversation';
import type { EventEnvelope, EventPayload, EventType } from '#conversation';
import type { Report } from '#talk';

interface Claimed {
  sessionId: string;
  epoch: number;
}

/** Numbers what happens in one session under one claim, hands it to the spool and shows it to who watches. */
export class EventLog {
  private sourceSeq = 0;
  private sealed = false;

  constructor(
    private readonly claim: Claimed,
    private readonly put: (event: EventEnvelope) => Promise<void>,
    private readonly see: Report,
  ) {}

  add<T extends EventType>(type: T, payload: EventPayload<T>): void {
    if (this.sealed) return;
    // The spool never rejects: what it cannot write it keeps in memory.
    void this.put(this.make(type, payload));
    this.see(type, payload);
  }

  /** Of what has happened now and is to be told once something else is done, which may take longer than the session. */
  make<T extends EventType>(type: T, payload: EventPayload<T>): EventEnvelope {
    const { sessionId, epoch } = this.claim;
    const at = new Date().toISOString();
    return { id: newId(), sessionId, epoch, sourceSeq: ++this.sourceSeq, type, v: 1, at, payload };
  }

  /** From here on nothing is written: the session is another agent's, or over. */
  seal(): void {
    this.sealed = true;
  }
}
