import type { CountryCode } from 'libphonenumber-js/max';
import { BadInput } from '#problem';
import type { FieldError } from '#problem';
import { CONTACT_FIELDS, emailAddress, phoneNumber } from '#store';
import type { ContactField, Correction } from '#store';
import { plainText } from './reading/plain-text.js';

type Written = Partial<Record<ContactField, string>> & Pick<Correction, 'preferences'>;

interface Rule {
  /** Undefined for what is none. */
  read: (text: string, country?: CountryCode) => string | undefined;
  wanted: string;
}

const WORDS: Rule = { read: plainText, wanted: 'words' };
const RULES: Record<ContactField, Rule> = {
  name: WORDS,
  company: WORDS,
  email: { read: emailAddress, wanted: 'an e-mail address' },
  phone: { read: phoneNumber, wanted: 'a phone number with its country, such as +919876543210' },
  language: { read: languageTag, wanted: 'a language such as en or pt-BR' },
};

/**
 * What somebody wrote of a contact, as it is kept: an empty text is null.
 *
 * @param country of phone numbers that say none
 * @throws BadInput
 */
export function readCorrection({ preferences, ...written }: Written, country?: CountryCode): Correction {
  const correction: Correction = preferences ? { preferences } : {};
  const errors: FieldError[] = [];
  for (const field of CONTACT_FIELDS) {
    const text = written[field]?.trim();
    if (text === undefined) continue;
    const { read, wanted } = RULES[field];
    const value = text === '' ? null : read(text, country);
    if (value === undefined) errors.push({ field, message: `${field} must be ${wanted}` });
    else correction[field] = value;
  }
  if (errors.length > 0) throw new BadInput(errors);
  return correction;
}

function languageTag(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}
