import { sql } from 'kysely';
import { EventSource, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';

describe('full-text search of messages', () => {
  let repositories: Repositories;
  let source: EventSource;

  beforeEach(async () => {
    repositories = await openRepositories('sqlite::memory:');
    const { session } = await repositories.sessions.create(newSession());
    const claim = {
      sessionId: session.id,
      agentProcess: 'a',
      agentIdentity: 'agent-a',
      leaseMs: 3_000,
      now: NOON,
    };
    const { epoch } = await repositories.claims.claim(claim);
    source = new EventSource(session.id, epoch);
    const said = [source.said('A week in Málaga, please'), source.said('With two children')];
    await repositories.events.ingest(said, NOON);
  });
  afterEach(() => repositories.store.close());

  const find = async (words: string) => {
    const { rows } = await sql<{ text: string }>`
      select message.text from message_search join message on message.row_number = message_search.rowid
      where message_search match ${words}`.execute(repositories.store.db);
    return rows.map(({ text }) => text);
  };

  it('finds words, with and without their accents', async () => {
    await expect(find('malaga')).resolves.toEqual(['A week in Málaga, please']);
    await expect(find('children')).resolves.toEqual(['With two children']);
  });

  it('follows a correction', async () => {
    await repositories.store.db
      .updateTable('message')
      .set({ text: 'A week in Goa' })
      .where('seq', '=', 1)
      .execute();
    await expect(find('malaga')).resolves.toEqual([]);
    await expect(find('goa')).resolves.toEqual(['A week in Goa']);
  });

  it('forgets what was deleted, also with its session', async () => {
    await repositories.store.db.deleteFrom('message').where('seq', '=', 1).execute();
    await expect(find('malaga')).resolves.toEqual([]);
    await repositories.store.db.deleteFrom('session').execute();
    await expect(find('children')).resolves.toEqual([]);
    await sql`insert into message_search (message_search, rank) values ('integrity-check', 1)`.execute(
      repositories.store.db,
    );
  });
});
