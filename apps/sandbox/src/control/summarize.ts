const CREDENTIAL = /key|token|secret|password|ticket|signature/i;
const LONGEST_VALUE = 120;
const MOST_FIELDS = 64;

/** Path and query of a request, with the values of credentials masked. */
export function summarizeUrl(url: string): { path: string; query: Record<string, string> } {
  const { pathname, searchParams } = new URL(url, 'http://sandbox');
  const query = [...searchParams].map(([name, value]) => [
    name,
    CREDENTIAL.test(name) ? '[masked]' : value.slice(0, LONGEST_VALUE),
  ]);
  return { path: pathname, query: Object.fromEntries(query) as Record<string, string> };
}

/** Which fields a body has and of what kind they are: `{name: 'string(9)', adults: 'number', items: 'array(2)'}`. */
export function summarizeBody(body: unknown): Record<string, string> | null {
  if (typeof body !== 'object' || body === null) return null;
  const fields = Object.entries(body).slice(0, MOST_FIELDS);
  return Object.fromEntries(fields.map(([name, value]) => [name, kindOf(value)]));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `string(${value.length})`;
  if (Array.isArray(value)) return `array(${value.length})`;
  return typeof value;
}
