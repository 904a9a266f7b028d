import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClaimRepository } from '../src/claim/claim.repository.js';
import { ContactCaptures } from '../src/contact/contact-captures.js';
import { ContactRepository } from '../src/contact/contact.repository.js';
import { ConversationRepository } from '../src/conversation/conversation.repository.js';
import { ErasureRepository } from '../src/erasure/erasure.repository.js';
import { PersonRepository } from '../src/erasure/person.repository.js';
import { TraceRepository } from '../src/erasure/trace.repository.js';
import { EventRepository } from '../src/event/event.repository.js';
import { OutboxRepository } from '../src/outbox/outbox.repository.js';
import type { NewSession, SessionRecord } from '../src/session/session.records.js';
import { SessionRepository } from '../src/session/session.repository.js';
import { DeliveryRepository } from '../src/workflow/delivery.repository.js';
import { Triggers } from '../src/workflow/triggers.js';
import { WorkflowRepository } from '../src/workflow/workflow.repository.js';
import { Store } from '../src/store.js';
import type { StoreOptions } from '../src/store.js';
import { UnjudgedMessageRepository } from '../src/unread/unjudged-message.repository.js';
import { UnreadEventRepository } from '../src/unread/unread-event.repository.js';
import { EventSource, newSession, NOON } from './samples.js';

/** Everything one works with, over one open database. */
export interface Repositories {
  store: Store;
  sessions: SessionRepository;
  conversations: ConversationRepository;
  claims: ClaimRepository;
  events: EventRepository;
  outbox: OutboxRepository;
  workflows: WorkflowRepository;
  deliveries: DeliveryRepository;
  triggers: Triggers;
  contacts: ContactRepository;
  erasure: ErasureRepository;
  captures: ContactCaptures;
  unread: UnreadEventRepository;
  unjudged: UnjudgedMessageRepository;
}

export async function openRepositories(
  url: string,
  options: Partial<StoreOptions> = {},
): Promise<Repositories> {
  const store = await Store.open(url, options);
  const conversations = new ConversationRepository(store);
  const outbox = new OutboxRepository(store);
  const triggers = new Triggers(store, outbox);
  return {
    store,
    conversations,
    sessions: new SessionRepository(store, conversations, triggers),
    claims: new ClaimRepository(store),
    events: new EventRepository(store, outbox, triggers),
    outbox,
    workflows: new WorkflowRepository(store),
    deliveries: new DeliveryRepository(store),
    triggers,
    contacts: new ContactRepository(store),
    erasure: new ErasureRepository(store, new PersonRepository(store), new TraceRepository(store)),
    captures: new ContactCaptures(store),
    unread: new UnreadEventRepository(store),
    unjudged: new UnjudgedMessageRepository(store),
  };
}

/** A session that an agent has, and what that agent tells. */
export async function talkIn(
  { sessions, claims }: Pick<Repositories, 'sessions' | 'claims'>,
  change: Partial<NewSession> = {},
): Promise<{ session: SessionRecord; source: EventSource }> {
  const { session } = await sessions.create(newSession(change));
  const claim = { sessionId: session.id, agentProcess: 'a', agentIdentity: 'a', leaseMs: 1, now: NOON };
  return { session, source: new EventSource(session.id, (await claims.claim(claim)).epoch) };
}

/** A folder for the database files of one spec, gone with `remove`. */
export function temporaryFolder(): { file: string; url: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  const file = join(folder, 'parley.db');
  return { file, url: `sqlite:${file}`, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
