import type { SavedLead } from './lead.js';
import type { Quote } from './quote.js';
import type { TravelPackage } from './travel-package.js';

// Trip & Event answers in several shapes, camelCase or snake_case, bare or wrapped; its real clients read all of these.

type Fields = Record<string, unknown>;

export function readLogin(body: unknown): { token: string; lifeMs: number | undefined } | undefined {
  for (const part of [inner(body), body]) {
    const token = text(field(part, 'accessToken') ?? field(part, 'token'));
    if (token === null) continue;
    const seconds = number(field(part, 'expiresIn') ?? field(body, 'expiresIn'));
    return { token, lifeMs: seconds === null ? undefined : seconds * 1_000 };
  }
  return undefined;
}

/** Whether an answer with a good status says in its body that it is none. */
export function saysNo(body: unknown): boolean {
  const error = field(body, 'error');
  return field(body, 'success') === false || (isFields(error) && field(body, 'result') === undefined);
}

/** Undefined when this is no list of packages. Entries without id or name are passed over. */
export function readPackages(body: unknown): TravelPackage[] | undefined {
  const list = [field(body, 'packages'), field(body, 'data'), field(inner(body), 'packages'), body].find(
    (candidate): candidate is unknown[] => Array.isArray(candidate),
  );
  return list?.map(readPackage).filter((found) => found !== undefined);
}

export function readPackage(body: unknown): TravelPackage | undefined {
  const item = inner(body) ?? body;
  const id = text(field(item, 'id'));
  const name = text(field(item, 'packageName') ?? field(item, 'name'));
  if (id === null || name === null) return undefined;
  const basePrice = number(field(item, 'basePrice'));
  return {
    id,
    name,
    type: text(field(item, 'packageType')),
    description: text(field(item, 'description')),
    basePrice,
    price: number(field(item, 'sellingPrice')) ?? basePrice,
    currency: text(field(item, 'currency'))?.toUpperCase() ?? null,
    nights: number(field(item, 'totalNights')),
    days: number(field(item, 'totalDays')),
    minPax: number(field(item, 'minPax')),
    maxPax: number(field(item, 'maxPax')),
    destinations: texts(field(item, 'destinations')),
    inclusions: texts(field(item, 'inclusions')),
    exclusions: texts(field(item, 'exclusions')),
    tags: texts(field(item, 'tags')),
    status: text(field(item, 'status')),
  };
}

/** Undefined when the body is nothing that the CRM says. No body at all is enough: the status told that it was saved. */
export function readLead(body: unknown): SavedLead | undefined {
  if (body === '' || body === null || body === undefined) return { id: null, message: null };
  if (!isFields(body)) return undefined;
  const id = [body, inner(body)]
    .map((part) => text(field(part, 'id') ?? field(part, 'leadId')))
    .find(Boolean);
  return { id: id ?? null, message: text(body.message) };
}

/** What the CRM leaves out stays as it was asked for. */
export function readQuote(
  body: unknown,
  asked: Pick<Quote, 'total' | 'currency' | 'validUntil'>,
): Quote | undefined {
  if (!isFields(body)) return undefined;
  const reply = { ...body, ...inner(body), ...inner(body.result) };
  return {
    id: text(field(reply, 'quoteId') ?? field(reply, 'id')),
    number: text(field(reply, 'quoteNumber') ?? field(reply, 'number')),
    total: number(field(reply, 'totalAmount') ?? field(reply, 'total')) ?? asked.total,
    currency: text(field(reply, 'currency')) ?? asked.currency,
    pdfUrl: text(field(reply, 'pdfUrl')),
    validUntil: text(field(reply, 'validUntil')) ?? asked.validUntil,
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inner(body: unknown): Fields | undefined {
  return isFields(body) && isFields(body.data) ? body.data : undefined;
}

/** A field by its camelCase name, also where the CRM writes it in snake_case. */
function field(body: unknown, name: string): unknown {
  if (!isFields(body)) return undefined;
  return body[name] ?? body[name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? undefined;
}

function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Prices come as numbers or as text such as `1,299.00`. */
function number(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const read = Number(value.replaceAll(',', ''));
  return Number.isFinite(read) ? read : null;
}

/** A list of words, of things with a name, or one text with commas. */
function texts(value: unknown): string[] {
  const parts: unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(/[,\n]/)
      : [];
  return parts.map((part) => text(isFields(part) ? part.name : part)).filter((part) => part !== null);
}
