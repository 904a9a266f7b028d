import { Injectable } from '@nestjs/common';
import { ContactRepository, PersonRepository, Store } from '#store';
import type { Erased, PageRequest } from '#store';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { conversationView } from '../conversation/conversation-view.js';
import { contactView } from './contact-view.js';
import { ContactConfig } from './contact.config.js';
import type {
  ContactDto,
  ContactPageDto,
  ContactQueryDto,
  ContactWithTalksDto,
  CorrectContactDto,
} from './contact.dto.js';
import { readCorrection } from './correction.js';
import { KnownPeople } from './known-people.js';

/** The people a tenant talked with. */
@Injectable()
export class ContactService {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly traces: PersonRepository,
    private readonly erasure: ErasureService,
    private readonly people: KnownPeople,
    private readonly audit: AuditTrail,
    private readonly store: Store,
    private readonly config: ContactConfig,
  ) {}

  /** Newest first. @throws BadInput for an address or a number that is none */
  async list({ tenantId }: Caller, { q, email, phone, ...page }: ContactQueryDto): Promise<ContactPageDto> {
    const address = readCorrection({ email, phone }, this.config.phoneCountry);
    const filter = { text: q, email: address.email ?? undefined, phone: address.phone ?? undefined };
    const { items, nextCursor } = await this.contacts.list(tenantId, filter, page);
    return { items: items.map(contactView), nextCursor };
  }

  /** @throws ContactNotFound */
  async get({ tenantId }: Caller, id: string, page: PageRequest): Promise<ContactWithTalksDto> {
    const contact = await this.contacts.read(tenantId, id);
    const { items, nextCursor } = await this.contacts.conversations(tenantId, contact.id, page);
    return { ...contactView(contact), conversations: { items: items.map(conversationView), nextCursor } };
  }

  /** @throws BadInput @throws ContactNotFound @throws ContactExists */
  async correct({ tenantId }: Caller, id: string, wanted: CorrectContactDto): Promise<ContactDto> {
    const correction = readCorrection(wanted, this.config.phoneCountry);
    const contact = await this.store.write(async () => {
      const corrected = await this.contacts.correct(tenantId, id, correction, Date.now());
      await this.audit.record('contact.corrected', corrected, { detail: { parts: Object.keys(correction) } });
      return corrected;
    });
    this.people.forget(tenantId);
    return contactView(contact);
  }

  /** @throws ContactNotFound @throws ContactMergedAlready */
  async merge({ tenantId }: Caller, id: string, into: string): Promise<void> {
    await this.store.write(async () => {
      const merged = await this.contacts.merge(tenantId, id, into, Date.now());
      await this.audit.record('contact.merged', { tenantId, id }, { detail: { into: merged.id } });
    });
    this.people.forget(tenantId);
  }

  /** @throws ContactNotFound @throws ConversationLive while somebody talks with them */
  async erase({ tenantId }: Caller, id: string): Promise<Erased> {
    const contact = await this.contacts.read(tenantId, id);
    const person = { contactId: contact.id };
    const erased = await this.erasure.person(tenantId, person, await this.traces.traces(tenantId, person));
    this.people.forget(tenantId);
    await this.audit.record('contact.erased', contact, { detail: { ...erased } });
    return erased;
  }
}
