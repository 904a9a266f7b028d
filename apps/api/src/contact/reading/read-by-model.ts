import type { CountryCode } from 'libphonenumber-js/max';
import { withDigits } from './spoken-addresses.js';
import { toldInFields } from './told-of-person.js';
import type { ToldOfPerson } from './told-of-person.js';

const END_OF_NUMBER = 4;
const NUMBER_WORDS =
  /\b(?:ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)\b/i;

/**
 * What a language model read out of a message, as far as it passes for what a tool is told and is in the message: models complete what
 * they only heard half of. Undefined where nothing is left.
 *
 * @param answer as the model wrote it
 * @param country of phone numbers that say none
 */
export function readByModel(
  answer: unknown,
  message: string,
  country?: CountryCode,
): ToldOfPerson | undefined {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined;
  const { fields, preferences } = toldInFields(answer, country);
  const said = lettersOf(message);
  const { name, email, phone, company } = fields;
  const told = {
    ...(name && isSaid(name, said) && { name }),
    ...(email && isSaid(email.slice(0, email.lastIndexOf('.')), said) && { email }),
    ...(phone && isNumberSaid(phone, message) && { phone }),
    ...(company && isSaid(company, said) && { company }),
  };
  const isEmpty = Object.keys({ ...told, ...preferences }).length === 0;
  return isEmpty ? undefined : { by: 'model', fields: told, preferences };
}

/** Its letters, also where they were spelled one by one; digits may have been said as words. */
function isSaid(text: string, said: string): boolean {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.every((word) => said.includes(lettersOf(word)));
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\P{L}+/gu, '');
}

/** Its end in digits, or in words for numbers that only a model understands: "nine hundred, twenty two". */
function isNumberSaid(phone: string, message: string): boolean {
  const digits = withDigits(message).replaceAll(/\D/g, '');
  return digits.includes(phone.slice(-END_OF_NUMBER)) || NUMBER_WORDS.test(message);
}
