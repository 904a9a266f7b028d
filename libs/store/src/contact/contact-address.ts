import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';

const EMAIL = /^[^\s@<>(),;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u;
const LONGEST_EMAIL = 254;

/** An e-mail address by which a person is known again, in lower case; undefined for what is none. */
export function emailAddress(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  return address.length <= LONGEST_EMAIL && EMAIL.test(address) ? address : undefined;
}

/**
 * A phone number in the form of E.164; undefined for what is none.
 *
 * @param country of numbers that say none themselves; without it they are none
 */
export function phoneNumber(text: string, country?: CountryCode): string | undefined {
  const number = parsePhoneNumberFromString(text.trim(), country);
  return number?.isValid() ? number.number : undefined;
}
