import type { AgentSpec } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { Store } from '../store.js';
import { AgentRepository } from './agent.repository.js';

const spec = (name: string): AgentSpec => ({ schemaVersion: 1, name });

describe.each(DATABASES)(`${AgentRepository.name} on $kind`, ({ fresh }) => {
  let store: Store;
  let agents: AgentRepository;

  beforeEach(async () => {
    store = await Store.open(await fresh());
    agents = new AgentRepository(store);
  });
  afterEach(() => store.close());

  const add = (id: string, wanted: AgentSpec | null = spec(id), tenantId = 'acme') =>
    store.write(async () => {
      const version = ((await agents.latest(tenantId, id))?.version ?? 0) + 1;
      return agents.add({ tenantId, id, version, spec: wanted, createdBy: 'key', now: NOON });
    });

  it('counts versions up, and forgets none', async () => {
    await add('clerk', spec('Clerk'));
    await add('clerk', { ...spec('Clara'), stt: ['deepgram', 'openai'], limits: { money: 0.5 } });
    expect(await agents.latest('acme', 'clerk')).toEqual({
      tenantId: 'acme',
      id: 'clerk',
      version: 2,
      spec: { ...spec('Clara'), stt: ['deepgram', 'openai'], limits: { money: 0.5 } },
      createdBy: 'key',
      createdAt: NOON,
    });
    expect((await agents.version('acme', 'clerk', 1))?.spec).toEqual(spec('Clerk'));
  });

  it('gives two that come at once versions of their own', async () => {
    const added = await Promise.all(Array.from({ length: 8 }, () => add('clerk')));
    expect(added.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('lists what is in force, by id, of one tenant', async () => {
    for (const id of ['d', 'b', 'a', 'c']) await add(id);
    await add('b', null);
    await add('e', spec('e'), 'other');
    const ids = (after: string | undefined, limit: number) =>
      agents.list('acme', after, limit).then((all) => all.map(({ id }) => id));
    expect(await ids(undefined, 2)).toEqual(['a', 'c']);
    expect(await ids('c', 2)).toEqual(['d']);
    expect((await agents.latest('acme', 'b'))?.spec).toBeNull();
    expect(await agents.latest('other', 'a')).toBeUndefined();
  });

  it('tells the versions newest first, page by page', async () => {
    for (const name of ['one', 'two', 'three']) await add('clerk', spec(name));
    const first = await agents.versions('acme', 'clerk', { limit: 2 });
    const second = await agents.versions('acme', 'clerk', { limit: 2, cursor: first.nextCursor ?? '' });
    expect([first, second].map(({ items }) => items.map((each) => each.spec?.name))).toEqual([
      ['three', 'two'],
      ['one'],
    ]);
    expect(second.nextCursor).toBeNull();
  });
});
