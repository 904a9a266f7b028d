import { DATABASES } from '../../testing/databases.js';
import { newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { SessionPeopleRepository } from './session-people.repository.js';

describe.each(DATABASES)(`${SessionPeopleRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let people: SessionPeopleRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    people = new SessionPeopleRepository(repositories.store);
  });
  afterEach(() => repositories.store.close());

  const robin = (at: number) => ({ room: 'a', identity: 'user-1', name: 'Robin', at });

  async function open(personIdentity: string | null = null) {
    const { session } = await repositories.sessions.create(newSession({ room: 'a', personIdentity }));
    return async () => (await repositories.sessions.findAnyTenant(session.id))?.people;
  }

  it('says the same whatever the order in which it was told', async () => {
    const told = [
      () => people.joined(robin(NOON)),
      () => people.left(robin(NOON + 1)),
      () => people.joined(robin(NOON + 2)),
      () => people.left(robin(NOON + 3)),
    ];
    const inOrder = await open();
    for (const tell of [...told.toReversed(), ...told]) await tell();
    expect(await inOrder()).toEqual([
      { identity: 'user-1', name: 'Robin', joinedAt: NOON + 2, leftAt: NOON + 3 },
    ]);
  });

  it('loses nobody of those who come at the same time', async () => {
    const present = await open();
    const identities = Array.from({ length: 8 }, (_, count) => `user-${count}`);
    await Promise.all(identities.map((identity) => people.joined({ ...robin(NOON), identity })));
    expect((await present())?.map(({ identity }) => identity).sort()).toEqual(identities);
  });

  it('knows of a session for one person that person alone, and nobody where no session is', async () => {
    const present = await open('user-2');
    await people.joined(robin(NOON));
    await people.joined({ ...robin(NOON), room: 'b' });
    expect(await present()).toEqual([]);
  });
});
