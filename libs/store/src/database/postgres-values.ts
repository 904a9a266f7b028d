import pg from 'pg';

const INT8 = 20;
const JSON_TEXT = 114;
const NUMERIC = 1700;
const JSONB = 3802;

/** What the driver makes of columns: the same as SQLite does. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    switch (oid) {
      case INT8:
        return wholeNumber;
      case NUMERIC: // what a sum of whole numbers is
        return Number;
      case JSON_TEXT:
      case JSONB:
        return asText;
      default:
        return pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text') as (
          text: string,
        ) => unknown;
    }
  },
};

/** Postgres keeps no zero character, neither in text nor in a search for one. */
export function postgresParameter(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value;
}

/** @throws RangeError rather than to round: nothing of ours counts that far. */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number.`);
  return number;
}

function asText(text: string): string {
  return text;
}
