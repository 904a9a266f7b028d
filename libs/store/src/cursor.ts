import { z } from 'zod';
import { BadInput } from '#problem';
import type { Page } from './page.js';

/** The place of an item in a list that is ordered by time and, within a millisecond, by id. */
export interface Place {
  at: number;
  id: string;
}

const Position = z.tuple([z.int(), z.string()]);

/** @throws BadInput when the text is not a cursor that `pageOf` gave out. */
export function placeOf(cursor: string): Place {
  const position = Position.safeParse(decode(cursor));
  if (!position.success) {
    throw new BadInput([
      { field: 'cursor', message: 'cursor must be the nextCursor of a page before, unchanged' },
    ]);
  }
  const [at, id] = position.data;
  return { at, id };
}

/** Cuts a page out of `limit + 1` rows: the one too many says that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => Place,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = last && rows.length > limit ? encode(place(last)) : null;
  return { items: shown.map(item), nextCursor };
}

function encode({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
