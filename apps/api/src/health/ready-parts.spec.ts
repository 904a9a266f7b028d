import { ReadyParts } from './ready-parts.js';

type Measured = Parameters<ReadyParts['list']>[0];
type Dependencies = ConstructorParameters<typeof ReadyParts>;

const WELL: Measured = {
  database: { status: 'up', kind: 'sqlite', pingMs: 1 },
  outbox: { pending: 0, blocked: 0, unknown: 0, dead: 0 },
  livekit: { status: 'up', variables: [], reason: null },
  vendors: [{ name: 'openai', state: 'real', variables: ['OPENAI_API_KEY'] }],
};
const A_MINUTE_AGO = Date.now() - 60_000;

interface World {
  redis?: { url: string; isThere: boolean };
  talks?: { state: string; door: string; createdAt: number }[];
  heardAt?: number | null;
}

describe(ReadyParts.name, () => {
  async function notWell(measured: Partial<Measured>, { redis, talks = [], heardAt = null }: World = {}) {
    const parts = new ReadyParts(
      { url: redis?.url },
      { isThere: redis?.isThere ?? false } as Dependencies[1],
      { liveSessions: () => Promise.resolve(talks) } as unknown as Dependencies[2],
      { lastReceivedAt: () => Promise.resolve(heardAt) } as unknown as Dependencies[3],
      { list: () => Promise.resolve([]) } as unknown as Dependencies[4],
    );
    const all = await parts.list({ ...WELL, ...measured }, 1_000);
    return all.filter(({ problem }) => problem !== null).map(({ part, state, cure }) => [part, state, cure]);
  }

  it('has nothing to mend while all is well', async () => {
    expect(await notWell({})).toEqual([]);
    const talks = [{ state: 'active', door: 'room', createdAt: A_MINUTE_AGO }];
    expect(await notWell({}, { talks, heardAt: A_MINUTE_AGO + 100 })).toEqual([]);
    expect(await notWell({}, { redis: { url: 'redis://there', isThere: true } })).toEqual([]);
  });

  it('names the variable that mends what is down', async () => {
    expect(await notWell({ database: { status: 'down', kind: 'sqlite', pingMs: null } })).toEqual([
      ['database', 'wrong', expect.stringContaining('DATABASE_URL')],
    ]);
    expect(
      await notWell({ livekit: { status: 'down', variables: [], reason: '401 unauthenticated' } }),
    ).toEqual([['livekit', 'wrong', expect.stringContaining('LIVEKIT_API_SECRET')]]);
    expect(await notWell({}, { redis: { url: 'redis://gone', isThere: false } })).toEqual([
      ['redis', 'warning', expect.stringContaining('REDIS_URL')],
    ]);
  });

  it('tells of leads that nobody knows the fate of', async () => {
    expect(await notWell({ outbox: { pending: 3, blocked: 0, unknown: 1, dead: 0 } })).toEqual([
      ['outbox', 'warning', expect.stringContaining('CRM_IDEMPOTENT')],
    ]);
  });

  it('misses the webhooks of a room in which somebody talks', async () => {
    const talks = [{ state: 'active', door: 'room', createdAt: A_MINUTE_AGO }];
    for (const heardAt of [null, A_MINUTE_AGO - 1]) {
      expect(await notWell({}, { talks, heardAt })).toEqual([
        ['webhooks', 'warning', expect.stringContaining('/webhooks/livekit')],
      ]);
    }
    const young = [{ state: 'active', door: 'room', createdAt: Date.now() }];
    expect(await notWell({}, { talks: young })).toEqual([]);
  });
});
