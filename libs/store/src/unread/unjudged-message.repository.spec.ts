import { DATABASES } from '../../testing/databases.js';
import { keyOf, NOON } from '../../testing/samples.js';
import type { EventSource } from '../../testing/samples.js';
import { openRepositories, talkIn } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import type { StoredEvent } from '../event/event.records.js';
import { UnjudgedMessageRepository } from './unjudged-message.repository.js';

describe.each(DATABASES)(`${UnjudgedMessageRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let source: EventSource;
  let conversationId: string;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    const talk = await talkIn(repositories);
    ({ conversationId } = talk.session);
    ({ source } = talk);
  });
  afterEach(() => repositories.store.close());

  async function note(...events: Parameters<EventSource['said']>[]): Promise<StoredEvent[]> {
    await repositories.events.ingest(
      events.map((said) => source.said(...said)),
      NOON,
    );
    const unread = await repositories.unread.next(10);
    for (const event of unread) {
      await repositories.unread.take(event);
      await repositories.unjudged.note(event, NOON);
    }
    return unread;
  }
  const due = async (now: number) =>
    (await repositories.unjudged.due(now, 10)).map(({ event, ...mark }) => ({ id: event.id, ...mark }));

  it('has what is due, the one that waits longest first, and has it later when it is asked for in vain', async () => {
    const [first, second] = await note(['one'], ['two']);
    if (!first || !second) throw new Error('Nothing was noted.');
    await expect(due(NOON - 1)).resolves.toEqual([]);
    const mark = { notedAt: NOON, attempts: 0 };
    await expect(due(NOON)).resolves.toEqual([
      { id: first.id, ...mark },
      { id: second.id, ...mark },
    ]);
    await repositories.unjudged.postpone(first, 1, NOON + 10);
    await expect(due(NOON)).resolves.toEqual([{ id: second.id, ...mark }]);
    await expect(due(NOON + 10)).resolves.toEqual([
      { id: second.id, ...mark },
      { id: first.id, notedAt: NOON, attempts: 1 },
    ]);
  });

  it('is taken by one of many', async () => {
    const [event] = await note(['one']);
    if (!event) throw new Error('Nothing was noted.');
    const taken = await Promise.all([1, 2, 3].map(() => repositories.unjudged.take(event)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    await expect(due(NOON)).resolves.toEqual([]);
  });

  it('tells what was said before, and nothing of what came after', async () => {
    const said = await note(['one'], ['two', 'agent'], ['three'], ['four']);
    const third = said.find(({ payload }) => payload.text === 'three');
    if (!third) throw new Error('Nothing was noted.');
    await expect(repositories.unjudged.before(third, 10)).resolves.toEqual([
      { role: 'user', text: 'one' },
      { role: 'agent', text: 'two' },
    ]);
    await expect(repositories.unjudged.before(third, 1)).resolves.toEqual([{ role: 'agent', text: 'two' }]);
  });

  it('is gone with what is erased', async () => {
    const [event] = await note(['one']);
    await repositories.sessions.end(keyOf(event?.sessionId ?? ''), 'stopped', NOON);
    await repositories.erasure.conversation('default', conversationId);
    await expect(due(NOON)).resolves.toEqual([]);
  });
});
