import type { RoomServiceClient } from 'livekit-server-sdk';
import type { Bench, BenchResult } from './bench.ts';
import { withBothServers } from './both-servers.ts';
import { compare } from './requests.ts';
import type { Served } from './served.ts';

/** Over before anybody misses the agent, which does not exist here: after two seconds ours would send for another one. */
const ROUND_S = 2;
/** With more of them the LiveKit server of a small machine answers later than its own five seconds. */
const CONNECTIONS = 8;
const AT_ONCE = 16;
const PAGE = 100;

interface SessionPage {
  items: { id: string; status: string }[];
  nextCursor: string | null;
}

/** `POST /orchestrated/session/start`: two calls to LiveKit, a token, and with us a session in the store. */
export function benchStart(bench: Pick<Bench, 'progress'>): Promise<BenchResult> {
  return withBothServers(async ({ ours, baseline, headers, rooms }) => ({
    name: 'start',
    method:
      'POST /orchestrated/session/start, 8 connections, five alternating rounds of 2 s, medians; both open a room and dispatch an agent at the same LiveKit server and sign a token, ours also checks the key and its limits, stores session, conversation and audit row durably (SQLite) and writes its log to a file; after every round all sessions and rooms are ended. The key may operate sessions, as that of a server that starts them for many people: one that may only talk has ten open an address',
    measures: [],
    comparisons: await compare(
      {
        ...{
          method: 'POST',
          path: '/orchestrated/session/start',
          headers,
          connections: CONNECTIONS,
          roundS: ROUND_S,
        },
        clear: () => endAll(ours, headers, rooms),
      },
      { ours, baseline },
      bench,
    ),
    notes: [
      'both wait for the LiveKit server most of the time, which needs one to two milliseconds of a core for a room with a dispatch: it limits the starts a second, and the processor time a request is what ours costs beside it',
    ],
  }));
}

/** Sessions of ours, and the rooms of the baseline. */
async function endAll(
  ours: Served,
  headers: Record<string, string>,
  rooms: RoomServiceClient,
): Promise<void> {
  for (let cursor: string | null = ''; cursor !== null;) {
    const path = `/session?limit=${PAGE}${cursor && `&cursor=${cursor}`}`;
    const page = (await (await fetch(ours.url + path, { headers })).json()) as SessionPage;
    const open = page.items.filter(({ status }) => status !== 'ended');
    await eachOf(open, ({ id }) => fetch(`${ours.url}/session/${id}`, { method: 'DELETE', headers }));
    cursor = open.length > 0 ? page.nextCursor : null;
  }
  await eachOf(
    await rooms.listRooms(),
    ({ name }) => rooms.deleteRoom(name).catch(() => undefined), // gone meanwhile
  );
}

/** Some of them at the same time. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
