import { INTERIM_LIMITS, newId } from '#conversation';
import type { EventEnvelope, EventPayload, EventType, Interim } from '#conversation';
import type { Report } from '#talk';

interface Claimed {
  sessionId: string;
  epoch: number;
}

/** Where what happens goes. */
interface EventWays {
  put: (event: EventEnvelope) => Promise<void>;
  /** What is said and not finished: nobody keeps it. */
  hear: (interim: Omit<Interim, 'number'>) => void;
  see: Report;
}

/** Numbers what happens in one session under one claim, hands it to the spool and shows it to who watches. */
export class EventLog {
  private sourceSeq = 0;
  private sealed = false;
  /** By speaker, since the last message. */
  private readonly lastInterims = new Map<string, string>();

  constructor(
    private readonly claim: Claimed,
    private readonly ways: EventWays,
  ) {}

  add<T extends EventType>(type: T, payload: EventPayload<T>): void {
    if (this.sealed) return;
    if (type === 'message.added') this.lastInterims.clear();
    // The spool never rejects: what it cannot write it keeps in memory.
    void this.ways.put(this.make(type, payload));
    this.ways.see(type, payload);
  }

  /** What somebody is saying, as far as it is understood; told where it is more than before. It is no event. */
  interim(role: Interim['role'], words: string, participant: string | null): void {
    const text = newestOf(words.trim());
    const speaker = `${role} ${participant ?? ''}`;
    if (this.sealed || text === '' || this.lastInterims.get(speaker) === text) return;
    this.lastInterims.set(speaker, text);
    const { claim, sourceSeq: afterSourceSeq } = this;
    const { sessionId, epoch } = claim;
    const at = new Date().toISOString();
    this.ways.hear({ sessionId, epoch, afterSourceSeq, role, text, participant, at });
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

/** Whoever talks for so long without an end is followed by what they say now. */
function newestOf(text: string): string {
  const { maxTextBytes } = INTERIM_LIMITS;
  if (Buffer.byteLength(text) <= maxTextBytes) return text;
  // A unit of UTF-16 is three bytes at most.
  return text.slice(-Math.floor(maxTextBytes / 3)).toWellFormed();
}
