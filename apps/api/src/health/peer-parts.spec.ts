import { jest } from '@jest/globals';
import { RecordingsUnavailable } from '#recording';
import { PeerUnavailable } from '../peer/peer-unavailable.js';
import { PeerParts } from './peer-parts.js';

type Dependencies = ConstructorParameters<typeof PeerParts>;
type Look = () => Promise<number | undefined>;

const OFF: Look = () => Promise.resolve(undefined);

describe(PeerParts.name, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function parts({ django = OFF, supabase = OFF, chat = OFF, recordings = OFF }: Record<string, Look>) {
    const looks = [django, supabase, chat, recordings].map((look) => ({ look }));
    return new PeerParts(...(looks as unknown as Dependencies));
  }

  it('says what turns on who is not there', async () => {
    expect(await parts({}).list()).toEqual([
      {
        part: 'django',
        state: 'off',
        problem: null,
        cure: 'DJANGO_BASE_URL and DJANGO_INGEST_TOKEN turn it on',
      },
      expect.objectContaining({ part: 'supabase', state: 'off' }),
      expect.objectContaining({ part: 'chat', state: 'off' }),
      expect.objectContaining({ part: 'recordings', state: 'off' }),
    ]);
  });

  it('tells who is well, who refuses us, who is elsewhere and who is away', async () => {
    const found = await parts({
      django: () => Promise.resolve(400),
      supabase: () => Promise.resolve(401),
      chat: () => Promise.resolve(404),
      recordings: () => Promise.reject(new RecordingsUnavailable(new Error('ECONNREFUSED'))),
    }).list();
    expect(found.map(({ part, state }) => [part, state])).toEqual([
      ['django', 'ok'],
      ['supabase', 'warning'],
      ['chat', 'warning'],
      ['recordings', 'warning'],
    ]);
    const told = found.map(({ problem, cure }) => `${problem} ${cure}`);
    expect(told[1]).toMatch(/refuses the credential \(401\).*SUPABASE_SERVICE_ROLE_KEY/);
    expect(told[2]).toMatch(/404.*CHAT_SERVICE_URL/);
    expect(told[3]).toMatch(/cannot be reached.*S3_ENDPOINT/);
  });

  it('asks none of them more often than every fifteen seconds, however many ask', async () => {
    const django = jest.fn<Look>().mockResolvedValue(400);
    const all = parts({ django });
    await Promise.all([all.list(), all.list()]);
    await all.list();
    expect(django).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(15_000);
    await all.list();
    expect(django).toHaveBeenCalledTimes(2);
  });

  it('waits half a second for who is silent, and tells what came of it the next time', async () => {
    const answer = Promise.withResolvers<number>();
    const all = parts({ chat: () => answer.promise });
    const first = all.list();
    await jest.advanceTimersByTimeAsync(500);
    expect((await first).map(({ state }) => state)).toEqual(['off', 'off', 'warning', 'off']);
    answer.reject(new PeerUnavailable('The chat service gave no answer within 3000 ms'));
    expect((await all.list())[2]).toMatchObject({
      state: 'warning',
      problem: 'The chat service gave no answer within 3000 ms',
    });
  });
});
