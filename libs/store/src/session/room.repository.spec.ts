import { DATABASES } from '../../testing/databases.js';
import { keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { RoomRepository } from './room.repository.js';

describe.each(DATABASES)(`${RoomRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let rooms: RoomRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    rooms = new RoomRepository(repositories.store);
  });
  afterEach(() => repositories.store.close());

  async function sessionIn(room: string, endedAt?: number): Promise<void> {
    const { session } = await repositories.sessions.create(newSession({ room }));
    if (endedAt !== undefined) await repositories.sessions.end(keyOf(session.id), 'stopped', endedAt);
  }

  it('tells when the last session of a room ended, and leaves out rooms in use and rooms of nobody', async () => {
    await sessionIn('over', NOON + 1);
    await sessionIn('over', NOON + 3);
    await sessionIn('in use again', NOON + 1);
    await sessionIn('in use again');
    await sessionIn('in use');
    await sessionIn('not asked for', NOON);
    const finished = await rooms.finished(['over', 'in use again', 'in use', 'nobody`s']);
    expect(finished).toEqual([{ room: 'over', endedAt: NOON + 3 }]);
  });

  it('asks for many names in slices, and for none not at all', async () => {
    await sessionIn('room-1200', NOON);
    const names = Array.from({ length: 1_201 }, (_, count) => `room-${count}`);
    expect(await rooms.finished(names)).toEqual([{ room: 'room-1200', endedAt: NOON }]);
    expect(await rooms.finished([])).toEqual([]);
  });
});
