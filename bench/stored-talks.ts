import { BUILT_IN_AGENTS, newId } from '#conversation';
import {
  ClaimRepository,
  ConversationRepository,
  ConversationSearch,
  EventRepository,
  OutboxRepository,
  SessionRepository,
  Triggers,
} from '#store';
import type { Store } from '#store';
import { drawUtterance, seededRandom } from '../apps/sandbox/src/speech/travel-grammar.ts';

const TENANT = 'bench';
const MESSAGES_A_TALK = 40;
/** A word of every tenth message. */
const COMMON = 'certainly';
const DAY_MS = 86_400_000;

/** Talks as they come to be in the store, of sentences drawn from the travel grammar by a seed. */
export class StoredTalks {
  private readonly random = seededRandom(1);
  private readonly conversations: ConversationRepository;
  private readonly sessions: SessionRepository;
  private readonly claims: ClaimRepository;
  private readonly events: EventRepository;
  private readonly found: ConversationSearch;
  private readonly ids: string[] = [];
  private readonly startedAt = Date.now() - DAY_MS;

  constructor(store: Store) {
    this.conversations = new ConversationRepository(store);
    const outbox = new OutboxRepository(store);
    const triggers = new Triggers(store, outbox);
    this.sessions = new SessionRepository(store, this.conversations, triggers);
    this.claims = new ClaimRepository(store);
    this.events = new EventRepository(store, outbox, triggers);
    this.found = new ConversationSearch(store);
  }

  /** @returns what was written, and how long the reports alone took */
  async fillTo(messages: number): Promise<{ messages: number; ms: number }> {
    let ms = 0;
    let written = 0;
    while (this.ids.length * MESSAGES_A_TALK < messages) {
      ms += await this.talk();
      written += MESSAGES_A_TALK;
    }
    return { messages: written, ms };
  }

  list(limit: number): Promise<unknown> {
    return this.conversations.list(TENANT, { limit });
  }

  one(limit: number): Promise<unknown> {
    const id = this.ids[Math.floor(this.random() * this.ids.length)] ?? '';
    return this.conversations.messages(TENANT, id, { limit });
  }

  /** For the one message that has the reference of a talk. */
  search(limit: number): Promise<unknown> {
    return this.found.messages(TENANT, referenceOf(Math.floor(this.random() * this.ids.length)), { limit });
  }

  searchCommon(limit: number): Promise<unknown> {
    return this.found.messages(TENANT, COMMON, { limit });
  }

  private async talk(): Promise<number> {
    const [definition] = BUILT_IN_AGENTS;
    if (!definition) throw new Error('There is no built-in agent.');
    const id = newId();
    const now = this.startedAt + this.ids.length * 1_000;
    await this.sessions.create({
      ...{
        tenantId: TENANT,
        id,
        conversationId: id,
        room: id,
        door: 'room',
        voiceFrom: 'agent',
        owner: null,
      },
      ...{ personIdentity: null, definition, agentVersion: null, metadata: {} },
      ...{ startBy: now + 20_000, endsAt: now + 3_600_000, now },
    });
    const { epoch } = await this.claims.claim({
      ...{ sessionId: id, agentProcess: 'bench', agentIdentity: 'agent-bench' },
      ...{ leaseMs: 3_000, now },
    });
    const reports = Array.from({ length: MESSAGES_A_TALK }, (_, i) => this.said(id, epoch, i, now));
    const begun = performance.now();
    await this.events.ingest(reports, now);
    const tookMs = performance.now() - begun;
    await this.sessions.end({ tenantId: TENANT, id }, 'stopped', now);
    this.ids.push(id);
    return tookMs;
  }

  private said(sessionId: string, epoch: number, i: number, now: number) {
    const role = i % 2 ? 'agent' : 'user';
    const words = [drawUtterance(this.random)];
    if (i % 10 === 0) words.push(COMMON);
    if (i === 0) words.push(referenceOf(this.ids.length));
    return {
      ...{ id: newId(), sessionId, epoch, sourceSeq: i + 1, type: 'message.added', v: 1 },
      at: new Date(now + i * 10).toISOString(),
      payload: {
        ...{ role, text: words.join(' '), heardText: null, interrupted: false, language: 'en' },
        ...{ participant: role === 'user' ? 'person' : null, source: 'speech', latency: null },
      },
    };
  }
}

/** All of one length: none is the beginning of another. */
function referenceOf(talk: number): string {
  return `ref${String(talk).padStart(8, '0')}`;
}
