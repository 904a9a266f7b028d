import { jest } from '@jest/globals';
import { FakeLivekit } from '#livekit/testing';
import { DATABASES, describeOnPostgres, freshPostgres } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { eventually, send } from './requests.js';

describe.each(DATABASES)('rooms that outlived their session, on $kind', ({ fresh }) => {
  let DATABASE_URL: string;
  let livekit: FakeLivekit;
  let api: ApiUnderTest;

  beforeEach(async () => {
    DATABASE_URL = await fresh();
    livekit = new FakeLivekit();
    await start();
  });
  afterEach(() => api.close());

  async function start(): Promise<void> {
    api = await startApi({ DATABASE_URL }, livekit);
  }
  async function startTalk() {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { body: {} });
    return { id: String(body.sessionId), room: String(body.roomName) };
  }

  it('are closed by the next process when this one could not', async () => {
    const [over, live] = [await startTalk(), await startTalk()];
    await livekit.rooms.create({ name: 'nobody`s', emptyTimeoutS: 1, departureTimeoutS: 1 });
    livekit.down = true;
    expect((await send('DELETE', `${api.url}/session/${over.id}`)).status).toBe(200);
    await api.close();
    livekit.down = false;
    expect(livekit.openRooms.has(over.room)).toBe(true);

    await start();
    await eventually(
      () => livekit.openRooms.has(over.room),
      (open) => !open,
    );
    expect([...livekit.openRooms.keys()].sort()).toEqual(['nobody`s', live.room].sort());
  });

  it('are closed within seconds whoever forgot them, but not when somebody made them anew', async () => {
    const [forgotten, anew] = [await startTalk(), await startTalk()];
    for (const { id } of [forgotten, anew]) await send('DELETE', `${api.url}/session/${id}`);
    for (const { room } of [forgotten, anew]) {
      await livekit.rooms.create({ name: room, emptyTimeoutS: 1, departureTimeoutS: 1 });
    }
    livekit.createdAt.set(forgotten.room, Date.now() - 60_000);
    livekit.createdAt.set(anew.room, Date.now() + 1_000);
    await eventually(
      () => livekit.openRooms.has(forgotten.room),
      (open) => !open,
      8_000,
    );
    expect(livekit.openRooms.has(anew.room)).toBe(true);
  });
});

describeOnPostgres('the rooms of several api processes', () => {
  it('are looked after by one of them, and by another when that one ends', async () => {
    const DATABASE_URL = await freshPostgres();
    const [first, second] = [new FakeLivekit(), new FakeLivekit()];
    const [firstLooks, secondLooks] = [jest.spyOn(first.rooms, 'list'), jest.spyOn(second.rooms, 'list')];
    const looked = (looks: typeof firstLooks, times: number) =>
      eventually(
        () => looks.mock.calls.length,
        (count) => count >= times,
        8_000,
      );

    const one = await startApi({ DATABASE_URL }, first);
    await looked(firstLooks, 1);
    const other = await startApi({ DATABASE_URL }, second);
    await looked(firstLooks, 2);
    expect(secondLooks).not.toHaveBeenCalled();
    await one.close();
    await looked(secondLooks, 1);
    await other.close();
  });
});
