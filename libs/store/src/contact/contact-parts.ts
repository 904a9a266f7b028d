import { CONTACT_FIELDS } from './contact.records.js';
import type {
  Capture,
  ContactField,
  ContactFields,
  ContactPart,
  ContactRecord,
  ContactSource,
} from './contact.records.js';

/** More that say the same make nothing more certain. */
const MAX_SOURCES = 8;
const MAX_PREFERENCES = 50;

type Told = Pick<Capture, 'fields' | 'preferences' | 'source' | 'now'>;

/**
 * What is known of a contact after something more was told. What a person set stays, and so does what was told in an earlier talk: in
 * the same talk the later word counts. What a model has read out of words gives way to all else, and takes the place of nothing else.
 *
 * @returns the contact, and its parts that are new or others than before
 */
export function withTold(
  contact: ContactRecord,
  { fields, preferences, source, now }: Told,
): { contact: ContactRecord; parts: ContactPart[] } {
  const next: ContactRecord = { ...contact, sources: { ...contact.sources } };
  const parts: ContactPart[] = [];
  for (const field of CONTACT_FIELDS) {
    const told = fields[field];
    if (told === undefined || contact.corrected.includes(field)) continue;
    const verdict = judge(contact, field, told, source);
    if (verdict === 'refused') continue;
    const before = verdict === 'other' ? [] : (contact.sources[field] ?? []);
    next.sources[field] = [...before, source].slice(0, MAX_SOURCES);
    if (verdict === 'same') continue;
    next[field] = told;
    parts.push(field);
  }
  const wishes = source.by === 'model' ? newWishes(contact, preferences) : preferences;
  if (tellsMore(contact, wishes)) {
    next.preferences = limited({ ...contact.preferences, ...wishes });
    next.sources.preferences = [...(contact.sources.preferences ?? []), source].slice(-MAX_SOURCES);
    parts.push('preferences');
  }
  if (parts.length > 0) next.updatedAt = now;
  return { contact: next, parts };
}

/** What one contact has and the other lacks, brought together. */
export function together(into: ContactRecord, from: ContactRecord, now: number): ContactRecord {
  const merged: ContactRecord = {
    ...into,
    preferences: { ...from.preferences, ...into.preferences },
    sources: { ...into.sources },
    updatedAt: now,
  };
  const corrected = new Set(into.corrected);
  for (const field of CONTACT_FIELDS) {
    if (into[field] !== null || into.corrected.includes(field) || from[field] === null) continue;
    merged[field] = from[field];
    const sources = from.sources[field];
    if (sources) merged.sources[field] = sources;
    if (from.corrected.includes(field)) corrected.add(field);
  }
  merged.sources.preferences ??= from.sources.preferences;
  if (from.corrected.includes('preferences')) corrected.add('preferences');
  return { ...merged, corrected: [...corrected] };
}

/** Whether two may be the same person: nothing that is known of both says otherwise. */
export function mayBeOne(one: ContactRecord, other: ContactRecord): boolean {
  const agree = (field: ContactField) =>
    one[field] === null || other[field] === null || one[field] === other[field];
  const names = one.name === null || other.name === null || isSameName(one.name, other.name);
  return names && agree('email') && agree('phone');
}

/** What was told, as far as it is not another's. */
export function without(fields: ContactFields, taken: ContactField | undefined): ContactFields {
  return taken === undefined ? fields : { ...fields, [taken]: undefined };
}

function judge(
  contact: ContactRecord,
  field: ContactField,
  told: string,
  source: ContactSource,
): 'same' | 'more' | 'other' | 'refused' {
  const known = contact[field];
  if (known === null) return 'other';
  const sources = contact.sources[field] ?? [];
  const isOfThisTalk = sources.length > 0 && sources.every(({ sessionId }) => sessionId === source.sessionId);
  if (source.by === 'model') {
    return isOfThisTalk && sources.every((before) => givesWay(before, source)) ? 'other' : 'refused';
  }
  if (plain(known) === plain(told)) return 'same';
  // "Asha", and then "Asha Rao".
  if (field === 'name' && plain(told).startsWith(`${plain(known)} `)) return 'more';
  const isGuess = sources.length > 0 && sources.every(({ by }) => by === 'model');
  return isOfThisTalk || isGuess ? 'other' : 'refused';
}

/** To what a model reads: what it has read out of something earlier. It is asked about several messages at once. */
function givesWay(before: ContactSource, { at }: ContactSource): boolean {
  return before.by === 'model' && before.at < at;
}

/** Of what a model has read: all, where all that is known is of that kind, else what nobody has spoken of. */
function newWishes({ preferences, sources }: ContactRecord, told: Record<string, string>) {
  const isGuess = (sources.preferences ?? []).every(({ by }) => by === 'model');
  if (isGuess) return told;
  return Object.fromEntries(Object.entries(told).filter(([topic]) => !Object.hasOwn(preferences, topic)));
}

function tellsMore({ corrected, preferences }: ContactRecord, told: Record<string, string>): boolean {
  if (corrected.includes('preferences')) return false;
  return Object.entries(told).some(([topic, wish]) => preferences[topic] !== wish);
}

/** The newest stay. */
function limited(preferences: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(preferences).slice(-MAX_PREFERENCES));
}

/** The same name, or one with and one without what follows the first. */
function isSameName(one: string, other: string): boolean {
  const [short = '', long = ''] = [plain(one), plain(other)].toSorted((a, b) => a.length - b.length);
  return long === short || long.startsWith(`${short} `);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
