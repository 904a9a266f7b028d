import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { kindOf } from '../../database/dialect.js';

/** Full text of messages, kept by the database itself: no code path can forget it, erasing a message erases it here too. */
export async function createMessageSearch(db: Kysely<never>): Promise<void> {
  switch (kindOf(db)) {
    case 'sqlite':
      return createFts5(db);
    case 'postgres':
      return createTsvector(db);
  }
}

async function createFts5(db: Kysely<never>): Promise<void> {
  // External content: the words are stored once, in `message`.
  await sql`create virtual table message_search using fts5 (
    text, content='message', content_rowid='row_number', tokenize='unicode61 remove_diacritics 2'
  )`.execute(db);
  // Deleted words leave the index at once and do not wait for a merge.
  await sql`insert into message_search (message_search, rank) values ('secure-delete', 1)`.execute(db);
  await sql`create trigger message_search_insert after insert on message begin
    insert into message_search (rowid, text) values (new.row_number, new.text);
  end`.execute(db);
  await sql`create trigger message_search_update after update of text on message begin
    insert into message_search (message_search, rowid, text) values ('delete', old.row_number, old.text);
    insert into message_search (rowid, text) values (new.row_number, new.text);
  end`.execute(db);
  await sql`create trigger message_search_delete after delete on message begin
    insert into message_search (message_search, rowid, text) values ('delete', old.row_number, old.text);
  end`.execute(db);
}

async function createTsvector(db: Kysely<never>): Promise<void> {
  // `simple`: words as they are, since a conversation may be in any language. Accents go, and so do signs within words, of which
  // Postgres would make addresses and paths: as FTS5 does it. There is a bound to the words of a row; what is longer is kept whole
  // and found by its beginning.
  await sql`alter table message add column search tsvector generated always as (
    to_tsvector('simple', regexp_replace(
      regexp_replace(normalize(left(text, 100000), NFKD), '[\\u0300-\\u036F]', '', 'g'),
      '[\\u0021-\\u002F\\u003A-\\u0040\\u005B-\\u0060\\u007B-\\u007E]+', ' ', 'g'))
  ) stored`.execute(db);
  await sql`create index message_search on message using gin (search)`.execute(db);
}
