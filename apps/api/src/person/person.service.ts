import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#conversation';
import { ConversationLive, PersonRepository, SessionRepository, Store } from '#store';
import type { Erased, Person, Traces } from '#store';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { KnownPeople } from '../contact/known-people.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { SessionCloser } from '../session/session-closer.js';
import type { ErasedPersonDto, ErasePersonQueryDto } from './person.dto.js';
import { PersonNotFound } from './person.errors.js';

/** How often somebody may begin to talk just before their erasure. */
const ATTEMPTS = 3;

@Injectable()
export class PersonService {
  private readonly logger = new Logger(PersonService.name);

  constructor(
    private readonly people: PersonRepository,
    private readonly sessions: SessionRepository,
    private readonly closer: SessionCloser,
    private readonly erasure: ErasureService,
    private readonly audit: AuditTrail,
    private readonly store: Store,
    private readonly known: KnownPeople,
  ) {}

  /** Ends their talks, and leaves nothing of them. @throws PersonNotFound @throws ConversationLive when they go on beginning to talk */
  async erase({ tenantId }: Caller, id: string, { as }: ErasePersonQueryDto): Promise<ErasedPersonDto> {
    const person = as === 'contact' ? { contactId: id } : { userId: id };
    const { erased, contacts } = await this.eraseOnceSilent(tenantId, person);
    this.known.forget(tenantId);
    const erasureId = newId();
    const detail = { ...erased, contacts };
    await this.audit.record('person.erased', { tenantId, id: erasureId }, { detail });
    const bytes = await this.store.scrub();
    this.logger.log('person erased', { erasureId, ...detail, bytes });
    return { id: erasureId, ...detail, bytes };
  }

  private async eraseOnceSilent(
    tenantId: string,
    person: Person,
  ): Promise<{ erased: Erased; contacts: number }> {
    for (let attempt = 1; ; attempt += 1) {
      const traces = await this.people.traces(tenantId, person);
      const { conversations, contacts } = traces;
      if (!conversations.length && !contacts.length) throw new PersonNotFound();
      await this.endTalks(tenantId, traces);
      try {
        return { erased: await this.erasure.person(tenantId, person, traces), contacts: contacts.length };
      } catch (error) {
        if (!(error instanceof ConversationLive) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** Their agent says no more, whether it hears of it or not. */
  private async endTalks(tenantId: string, { sessions }: Traces): Promise<void> {
    for (const id of sessions) {
      const session = await this.sessions.find(tenantId, id);
      if (!session || session.state === 'ended') continue;
      await this.closer.stop(session, 'stopped');
      await this.closer.finish(session, 'stopped');
    }
  }
}
