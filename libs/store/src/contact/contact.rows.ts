import type { Selectable } from 'kysely';
import { z } from 'zod';
import { fromJson, toJson } from '../database/json.js';
import type { ContactTable } from '../database/tables.js';
import { searchWords } from '../search/search-words.js';
import { CONTACT_FIELDS } from './contact.records.js';
import type { ContactField, ContactRecord } from './contact.records.js';

const Part = z.enum([...CONTACT_FIELDS, 'preferences']);
const Source = z.object({
  by: z.enum(['message', 'tool', 'model']),
  eventId: z.string(),
  sessionId: z.string(),
  at: z.number(),
});
const Sources = z.partialRecord(Part, z.array(Source));
const Corrected = z.array(Part);
const Preferences = z.record(z.string(), z.string());

export function toContact(row: Selectable<ContactTable>): ContactRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    company: row.company,
    language: row.language,
    preferences: fromJson(Preferences, row.preferences),
    sources: fromJson(Sources, row.sources),
    corrected: fromJson(Corrected, row.corrected),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What changes of a row. */
export function contactColumns({ preferences, sources, corrected, updatedAt, ...contact }: ContactRecord) {
  const { name, email, phone, company, language } = contact;
  return {
    name,
    email,
    phone,
    company,
    language,
    preferences: toJson(preferences),
    sources: toJson(sources),
    corrected: toJson(corrected),
    updated_at: updatedAt,
    search: searchText(contact),
  };
}

function searchText({ name, company, email, phone }: Record<ContactField, string | null>): string {
  return [name, company, email, phone].flatMap((text) => searchWords(text ?? '')).join(' ');
}
