import type { ContactPart, ContactRecord, ContactSource } from '#store';
import type { ContactDto, ContactSourceDto } from './contact.dto.js';

export function contactView(contact: ContactRecord): ContactDto {
  const { id, name, email, phone, company, language, preferences, sources, corrected } = contact;
  return {
    id,
    name,
    email,
    phone,
    company,
    language,
    preferences,
    sources: sourcesView(sources),
    corrected,
    createdAt: new Date(contact.createdAt).toISOString(),
    updatedAt: new Date(contact.updatedAt).toISOString(),
  };
}

function sourcesView(sources: ContactRecord['sources']): ContactDto['sources'] {
  const all = Object.entries(sources) as [ContactPart, ContactSource[]][];
  return Object.fromEntries(all.map(([part, each]) => [part, each.map(sourceView)]));
}

function sourceView({ at, ...source }: ContactSource): ContactSourceDto {
  return { ...source, at: new Date(at).toISOString() };
}
