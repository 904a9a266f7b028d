import { Inject, Injectable, Logger } from '@nestjs/common';
import type { KnownPerson, PersonAnswer } from '#conversation';
import { KnownPersonRepository, SessionNotFound, SessionRepository } from '#store';
import type { NamedPerson, RememberedPerson } from '#store';
import { within } from '#talk/within';
import { addLogFields } from '#telemetry';
import { sessionLogFields } from '../session/session-log-fields.js';

const ANSWER_WITHIN_MS = 1_000;
const KEEP_MS = 30_000;
const MOST_KEPT = 1_000;
const TALKS = 3;
const LONGEST_TEXT = 300;

export interface Remembered {
  /** Null where nobody is known. */
  person: KnownPerson | null;
  /** Nothing was found out in time: it may be, a moment later. */
  isLate: boolean;
}

interface Kept {
  at: number;
  person: Promise<RememberedPerson>;
}

/** What is known of the person that a session is for. It is asked while a talk begins, and must hold up none. */
@Injectable()
export class KnownPeople {
  private readonly logger = new Logger(KnownPeople.name);
  private readonly kept = new Map<string, Kept>();

  constructor(
    @Inject(KnownPersonRepository)
    private readonly people: Pick<KnownPersonRepository, 'named' | 'remember'>,
    @Inject(SessionRepository) private readonly sessions: Pick<SessionRepository, 'findAnyTenant'>,
  ) {}

  /** For an agent that talks already. @throws SessionNotFound */
  async answer(sessionId: string): Promise<PersonAnswer> {
    const session = await this.sessions.findAnyTenant(sessionId);
    if (!session) throw new SessionNotFound(sessionId);
    addLogFields(sessionLogFields(session));
    const { person } = await this.ofSession(sessionId, ANSWER_WITHIN_MS);
    return { person };
  }

  /** Never rejects, and never takes longer: a store that fails or is slow leaves the person unknown. */
  async ofSession(sessionId: string, withinMs: number): Promise<Remembered> {
    try {
      const found = await within(
        withinMs,
        this.find(sessionId).then((person) => ({ person, isLate: false })),
      );
      if (found) return found;
      this.logger.warn('a person is not remembered in time', { sessionId, withinMs });
      return { person: null, isLate: true };
    } catch (error) {
      this.logger.warn('a person cannot be remembered', { err: error, sessionId });
      return { person: null, isLate: false };
    }
  }

  /** What is known of the people of a tenant has changed. Other processes notice within half a minute. */
  forget(tenantId: string): void {
    for (const key of this.kept.keys()) if (key.startsWith(`${tenantId}/`)) this.kept.delete(key);
  }

  private async find(sessionId: string): Promise<KnownPerson | null> {
    const named = await this.people.named(sessionId);
    return named ? knownPerson(await this.remember(named), sessionId) : null;
  }

  private remember(named: NamedPerson): Promise<RememberedPerson> {
    const key = `${named.tenantId}/${named.userId}`;
    const now = Date.now();
    const kept = this.kept.get(key);
    if (kept && now - kept.at < KEEP_MS) return kept.person;
    const person = this.people.remember(named);
    this.keep(key, { at: now, person });
    person.catch(() => this.kept.delete(key)); // told to who asked; the next one asks anew
    return person;
  }

  private keep(key: string, kept: Kept): void {
    this.kept.delete(key);
    this.kept.set(key, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

/** Null for somebody who was never here. */
function knownPerson({ contact, talks }: RememberedPerson, sessionId: string): KnownPerson | null {
  const earlier = talks
    .filter((talk) => talk.sessionId !== sessionId && talk.messages.length > 0)
    .slice(0, TALKS)
    .map(({ at, messages }) => ({
      at,
      messages: messages.map(({ role, text }) => ({ role, text: text.slice(0, LONGEST_TEXT) })),
    }));
  if (!contact && earlier.length === 0) return null;
  return {
    name: contact?.name ?? null,
    email: contact?.email ?? null,
    phone: contact?.phone ?? null,
    company: contact?.company ?? null,
    language: contact?.language ?? null,
    preferences: contact?.preferences ?? {},
    talks: earlier,
  };
}
