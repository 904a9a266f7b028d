import type { Lead } from './lead.js';
import type { QuoteRequest } from './quote.js';
import { hotelType, mealPlan } from './travel-words.js';
import type { PackageQuery } from './travel-package.js';

const QUOTE_VALID_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

/** Where leads come from, in the words by which the CRM's reports know S0's agent. */
const ORIGIN = {
  source: 'Voice Agent',
  sourceType: 'voice_agent',
  utmSource: 'sanbot',
  utmMedium: 'voice',
  utmCampaign: 'orchestrated-livekit',
};

export function packagesQuery(
  { destination, packageType, minPrice, maxPrice, nights }: PackageQuery,
  limit: number,
) {
  return {
    destination,
    packageType,
    minPrice,
    maxPrice,
    ...(nights !== undefined && { minNights: Math.max(1, nights - 1), maxNights: nights + 1 }),
    limit,
  };
}

export function leadBody({ phone, details, hotelType: hotel = '', mealPlan: meals = '', ...said }: Lead) {
  const hotelKind = hotelType(hotel);
  const mealCode = mealPlan(meals);
  // Words that the CRM has no code for are kept where a person reads them.
  const special = [
    said.specialRequirement,
    !hotelKind && hotel && `Hotel: ${hotel}`,
    !mealCode && meals && `Meals: ${meals}`,
  ];
  return {
    adults: 2,
    children: 0,
    infants: 0,
    ...filled({
      ...said,
      mobile: phone,
      hotelType: hotelKind,
      mealPlan: mealCode,
      specialRequirement: special.filter(Boolean).join('. '),
      aiSummary: details,
    }),
    ...ORIGIN,
  };
}

/** Amounts are rounded to cents line by line, so that the lines add up to the total that is said. */
export function quoteBody({ currency = 'USD', validUntil = quoteValidUntil(), ...quote }: QuoteRequest) {
  const items = quote.items.map((item) => ({ ...item, total: cents(item.quantity * item.unitPrice) / 100 }));
  const totalAmount = items.reduce((sum, { total }) => sum + cents(total), 0) / 100;
  return { ...filled(quote), items, totalAmount, currency, validUntil, source: ORIGIN.source };
}

/** The CRM wants no nulls and no empty texts. */
function filled<T extends object>(fields: T): Partial<T> {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return Object.fromEntries(kept) as Partial<T>;
}

function cents(amount: number): number {
  return Math.round(amount * 100);
}

/** `YYYY-MM-DD`. */
export function quoteValidUntil(now = Date.now()): string {
  return new Date(now + QUOTE_VALID_DAYS * DAY_MS).toISOString().slice(0, 10);
}
