import type { Quote } from './quote.js';
import type { TravelPackage } from './travel-package.js';

// Sentences for the ear: no lists, no symbols, no digits grouped by commas, two packages at most.

export function spokenPackages(packages: readonly TravelPackage[]): string {
  const [first, second] = packages;
  if (!first) return 'I found no package that fits.';
  if (!second) return `I found one package: ${spokenPackage(first)}.`;
  const another = packages.length === 2 ? 'The other is' : 'Another is';
  return `I found ${packages.length} packages. One is ${spokenPackage(first)}. ${another} ${spokenPackage(second)}.`;
}

/** `Bali Beach Escape, 5 nights in Bali, for 1299 US dollars` */
export function spokenPackage({ name, nights, destinations, price, currency }: TravelPackage): string {
  const unsaid = destinations
    .filter((place) => !name.toLowerCase().includes(place.toLowerCase()))
    .slice(0, 2);
  const stay = [
    nights !== null && (nights === 1 ? '1 night' : `${nights} nights`),
    unsaid.length > 0 && `in ${unsaid.join(' and ')}`,
  ].filter((part) => part !== false);
  return [name, stay.join(' '), price !== null && `for ${spokenMoney(price, currency)}`]
    .filter(Boolean)
    .join(', ');
}

export function spokenQuote({ number, total, currency, validUntil }: Quote): string {
  const day = spokenDay(validUntil);
  const named = number === null ? 'The quote' : `Quote ${number}`;
  return `The total is ${spokenMoney(total, currency)}.${day ? ` ${named} is valid until ${day}.` : ''}`;
}

/** `1299 US dollars`, `49.50 euros` */
export function spokenMoney(amount: number, currency: string | null): string {
  const digits = Number.isInteger(amount) ? 0 : 2;
  const decimals = { useGrouping: false, minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) {
    return [amount.toLocaleString('en', decimals), currency].filter(Boolean).join(' ');
  }
  return amount.toLocaleString('en', { ...decimals, style: 'currency', currency, currencyDisplay: 'name' });
}

function spokenDay(day: string): string | undefined {
  const date = new Date(day);
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
}
