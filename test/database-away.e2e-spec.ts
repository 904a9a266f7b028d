import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATABASES } from '../libs/store/testing/databases.ts';
import { MortalPostgres, postgresBinaries } from '../libs/store/testing/postgres-cluster.ts';
import type { TestTalk } from './callers.ts';
import { eventually, passed } from './eventually.ts';
import { Kept } from './kept.ts';
import { ROUNDS } from './rounds.ts';
import { talking } from './talking.ts';

const AWAY_MS = 10_000;
/** An agent waits up to five seconds between two attempts to tell the api what happened. */
const TOLD_WITHIN_MS = 15_000;
/** A lease, and the time the api gives agents after the outage, have long run out by then. */
const WATCHED_MS = 8_000;
const SENTENCES = ['please find me a package to bali', 'please wave your hand', 'hello tara how are you'];
const DISK_MB = 16;

interface Outage {
  what: string;
  /** Where the database and the spool are. */
  env: () => Promise<Record<string, string>>;
  /** Keeps Parley from writing; returns what gives it back. */
  begin: () => Promise<() => Promise<unknown>>;
  over?: () => void;
}

/** Another program keeps the file to itself. */
function locked(fresh: () => Promise<string>): Outage {
  let url = '';
  return {
    what: 'an SQLite file is locked',
    env: async () => ({ DATABASE_URL: (url = await fresh()) }),
    begin: () => {
      const other = new DatabaseSync(url.slice('sqlite:'.length));
      other.exec('pragma busy_timeout = 5000; begin exclusive');
      return Promise.resolve(() => Promise.resolve(other.close()));
    },
  };
}

/** Its server is killed, and started again when the outage is over. */
function killed(binaries: string): Outage {
  let server: MortalPostgres | undefined;
  return {
    what: 'Postgres is killed and stays away',
    env: async () => {
      server = await MortalPostgres.start(binaries);
      return { DATABASE_URL: server.url };
    },
    begin: () => {
      server?.kill();
      return Promise.resolve(async () => server?.startAgain());
    },
  };
}

function mount(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'parley', folder], { stdio: 'ignore' });
}

/** Not everybody may, and not on every system. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'parley-disk-'));
  try {
    mount(folder);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Database and spool on a small file system of their own, which somebody else fills up. */
function full(): Outage {
  const folder = mkdtempSync(join(tmpdir(), 'parley-disk-'));
  const filler = join(folder, 'filler');
  return {
    what: 'the disk is full',
    env: () => {
      mount(folder);
      return Promise.resolve({
        DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`,
        SPOOL_DIR: join(folder, 'spool'),
      });
    },
    begin: () => {
      const piece = Buffer.alloc(4_096);
      try {
        for (;;) writeFileSync(filler, piece, { flag: 'a' });
      } catch {
        // There is no room for another.
      }
      return Promise.resolve(() => Promise.resolve(rmSync(filler)));
    },
    over: () => {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

const binaries = postgresBinaries();
const OUTAGES: Outage[] = [
  ...DATABASES.flatMap(({ kind, fresh }) => (kind === 'sqlite' ? [locked(fresh)] : [])),
  ...(binaries === undefined ? [] : [killed(binaries)]),
  ...(mayMount() ? [full()] : []),
];

describe.each(OUTAGES)('$what for ten seconds in the middle of two talks', ({ env, begin, over }) => {
  const parley = talking(env);
  const kept = new Kept(() => parley.world);
  afterAll(() => over?.()); // the last: the processes have let go of the files by then

  async function ask(talk: TestTalk, sentence: string): Promise<void> {
    await talk.type(sentence);
    await talk.hear();
  }

  it.each(ROUNDS)('goes unnoticed by those who talk, and costs no word: round %i', async () => {
    const { world, callers } = parley;
    const talks = await Promise.all([callers.call(world.apiUrl), callers.call(world.apiUrl)]);
    await Promise.all(talks.map((talk) => talk.greeting()));
    const [first = '', second = '', third = ''] = SENTENCES;
    const end = await begin();
    const awaySince = Date.now();
    try {
      for (const sentence of [first, second]) await Promise.all(talks.map((talk) => ask(talk, sentence)));
      await passed('the end of the outage', awaySince, AWAY_MS);
    } finally {
      await end();
    }
    const backAt = Date.now();
    await Promise.all(talks.map((talk) => ask(talk, third)));
    await passed('long enough to be taken for lost', backAt, WATCHED_MS);
    for (const talk of talks) {
      expect(await kept.status(talk)).toBe('active');
      const { appTranscripts } = await talk.seen();
      const asked = appTranscripts.filter(({ speaker }) => speaker === 'user').map(({ text }) => text);
      expect(asked).toEqual(SENTENCES);
      await eventually('every turn in the store, once', TOLD_WITHIN_MS, async () => {
        return JSON.stringify(await kept.transcript(talk)) === JSON.stringify(appTranscripts);
      });
      expect((await talk.seen()).voicesAtOnce).toEqual([]);
      await talk.end();
    }
    expect(await world.log('api')).not.toContain('agent lost');
  });
});
