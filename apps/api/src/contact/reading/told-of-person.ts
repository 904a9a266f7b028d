import { findPhoneNumbersInText } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { z } from 'zod';
import { CONTACT_TOOLS } from '#conversation';
import type { ConversationEvent } from '#conversation';
import { emailAddress, phoneNumber } from '#store';
import type { ContactFields, ContactSource } from '#store';
import { plainText } from './plain-text.js';
import { spokenEmails, withDigits } from './spoken-addresses.js';
import { spokenName } from './spoken-name.js';

/** What an event tells of the person of its talk. */
export interface ToldOfPerson {
  by: ContactSource['by'];
  fields: ContactFields;
  preferences: Record<string, string>;
}

const WRITTEN_EMAIL = /[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:"]{1,255}/gu;
/** Nobody says more before they say who they are, and an expression takes long over a text without an end. */
const LONGEST = 1_000;
/** "Her e-mail is …": that of somebody else. */
const OF_ANOTHER =
  /\b(?:your|his|her|their|(?!(?:here|that|it|what|there)['’])\p{L}+['’]s)\s+(?:(?!my\b|our\b)\p{L}+\s+)?(?:e-?mail|mail|phone|mobile|cell|number|address)\b/iu;
/** What models write where they know nothing. */
const PLACEHOLDER =
  /^(?:unknown|not (?:given|provided|known|specified)|n\/?a|none|null|undefined|customer|guest|user|caller)$/i;

const text = z.string().transform(cut).optional().catch(undefined);
const Arguments = z.object({
  name: text,
  email: text,
  phone: text,
  company: text,
  language: text,
  preferences: z
    .array(z.object({ topic: z.string(), wish: z.string() }))
    .optional()
    .catch(undefined),
});

/**
 * What is known of a person by an event; undefined where it tells nothing.
 *
 * @param country of phone numbers that say none
 */
export function toldOfPerson(event: ConversationEvent, country?: CountryCode): ToldOfPerson | undefined {
  const told = readEvent(event, country);
  const isEmpty = !told || Object.keys({ ...told.fields, ...told.preferences }).length === 0;
  return isEmpty ? undefined : told;
}

function readEvent(event: ConversationEvent, country?: CountryCode): ToldOfPerson | undefined {
  if (event.type === 'message.added' && event.payload.role === 'user') {
    return { by: 'message', fields: fieldsSaid(cut(event.payload.text), country), preferences: {} };
  }
  if (event.type === 'tool.called' && CONTACT_TOOLS.some((name) => name === event.payload.name)) {
    return { by: 'tool', ...toldInFields(event.payload.arguments, country) };
  }
  return undefined;
}

function fieldsSaid(said: string, country?: CountryCode): ContactFields {
  const name = spokenName(said);
  const isOfAnother = OF_ANOTHER.test(said);
  return filled({
    name: name && plainText(name),
    email: isOfAnother ? undefined : emailIn(said),
    phone: isOfAnother ? undefined : phoneIn(said, country),
  });
}

/** A message with several names nobody's own. */
function emailIn(said: string): string | undefined {
  const written = [...said.matchAll(WRITTEN_EMAIL)].map(([found]) => found.replace(/[.!?'’]+$/, ''));
  const all = new Set([...written, ...spokenEmails(said)].flatMap((found) => emailAddress(found) ?? []));
  return only(all);
}

function phoneIn(said: string, country?: CountryCode): string | undefined {
  const options = country === undefined ? undefined : { defaultCountry: country };
  const found = findPhoneNumbersInText(withDigits(said), options);
  return only(new Set(found.map(({ number }) => number.number)));
}

/** What stands in fields of their own, as a tool is told it: those that do not hold what they are for are left out. */
export function toldInFields(told: object, country?: CountryCode): Omit<ToldOfPerson, 'by'> {
  const { name, email, phone, company, language, preferences = [] } = Arguments.parse(told);
  const wishes = preferences.flatMap(({ topic, wish }) => {
    const [about, wanted] = [known(topic), known(wish)];
    return about && wanted ? [[about, wanted] as const] : [];
  });
  return {
    fields: filled({
      name: known(name),
      email: email && (emailAddress(email) ?? emailIn(email)),
      phone: phone && (phoneNumber(phone, country) ?? phoneIn(phone, country)),
      company: known(company),
      language: language && tagOf(language),
    }),
    preferences: Object.fromEntries(wishes),
  };
}

function known(said: string | undefined): string | undefined {
  const words = said && plainText(said);
  return words && !PLACEHOLDER.test(words) ? words : undefined;
}

function cut(said: string): string {
  return said.slice(0, LONGEST);
}

function tagOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language.trim()).toString();
  } catch {
    return undefined; // "Hindi", say
  }
}

function only(values: ReadonlySet<string>): string | undefined {
  return values.size === 1 ? [...values][0] : undefined;
}

function filled(fields: Record<string, string | undefined>): ContactFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}
