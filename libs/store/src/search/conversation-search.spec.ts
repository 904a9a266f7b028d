import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { openRepositories, talkIn } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { ConversationSearch } from './conversation-search.js';

describe.each(DATABASES)(`${ConversationSearch.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let search: ConversationSearch;

  beforeAll(async () => {
    repositories = await openRepositories(await fresh());
    search = new ConversationSearch(repositories.store);
    await say('default', [
      'A week in Málaga, please',
      'With two children, near the beach',
      'Write to asha.rao@example.com',
      'हम गोवा जाना चाहते हैं',
      'A "quoted" NEAR word* with: signs',
    ]);
    await say('acme', ['A week in Malaga for others']);
  });
  afterAll(() => repositories.store.close());

  async function say(tenantId: string, texts: string[]) {
    const { source } = await talkIn(repositories, { tenantId });
    await repositories.events.ingest(
      texts.map((text) => source.said(text)),
      NOON,
    );
  }
  const find = async (text: string, tenantId = 'default') =>
    (await search.messages(tenantId, text, { limit: 10 })).items.map((message) => message.text);

  it.each(['malaga', 'Málaga', 'MALAGA week', 'mal', 'week mala'])('finds %s', async (text) => {
    await expect(find(text)).resolves.toEqual(['A week in Málaga, please']);
  });

  it('finds parts of an address, and words of any script', async () => {
    await expect(find('example')).resolves.toEqual(['Write to asha.rao@example.com']);
    await expect(find('asha.rao@example.com')).resolves.toHaveLength(1);
    await expect(find('गोवा')).resolves.toHaveLength(1);
  });

  it('takes what looks like a query as words', async () => {
    await expect(find('"quoted" NEAR(word*)')).resolves.toHaveLength(1);
    await expect(find("two' & !children | <->")).resolves.toHaveLength(1);
    await expect(find('text:malaga')).resolves.toEqual([]);
    await expect(find('week OR beach')).resolves.toEqual([]);
    await expect(find('*** "" \u0000')).resolves.toEqual([]);
  });

  it('finds nothing of another tenant', async () => {
    await expect(find('malaga', 'acme')).resolves.toEqual(['A week in Malaga for others']);
  });

  it('gives the newest first, page by page, each once', async () => {
    const texts: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search.messages('default', 'a', { limit: 1, cursor });
      texts.push(...page.items.map(({ text }) => text));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(texts).toEqual([
      'A "quoted" NEAR word* with: signs',
      'Write to asha.rao@example.com',
      'A week in Málaga, please',
    ]);
  });

  it('finds the newest of more than it looks up one by one, and a tenant its own few among them', async () => {
    await say(
      'crowd',
      Array.from({ length: 1_100 }, (_, i) => `plenty ${i}`),
    );
    await say('few', ['plenty for us']);
    const newest = Array.from({ length: 10 }, (_, i) => `plenty ${1_099 - i}`);
    await expect(find('plenty', 'crowd')).resolves.toEqual(newest);
    await expect(find('plenty', 'few')).resolves.toEqual(['plenty for us']);
    await expect(find('plenty 1099', 'crowd')).resolves.toEqual(['plenty 1099']);
  });

  it('neither waits for a writer nor sees what it has not finished', async () => {
    await repositories.store
      .write(async () => {
        await repositories.store.db
          .updateTable('message')
          .set({ text: 'Gone' })
          .where('seq', '=', 1)
          .execute();
        await expect(find('malaga')).resolves.toHaveLength(1);
        throw new Error('taken back');
      })
      .catch(() => undefined);
    await expect(find('malaga')).resolves.toHaveLength(1);
  });

  it('keeps the longest text there is', async () => {
    const words = Array.from({ length: 90_000 }, (_, index) => `word${index.toString(36)}`);
    await say('long', [words.join(' ')]);
    await expect(find('word7', 'long')).resolves.toHaveLength(1);
  });

  it('follows a correction', async () => {
    const { db } = repositories.store;
    await db
      .updateTable('message')
      .set({ text: 'A week in Goa' })
      .where('text', 'like', '%Málaga%')
      .execute();
    await expect(find('malaga')).resolves.toEqual([]);
    await expect(find('goa')).resolves.toEqual(['A week in Goa']);
  });
});
