import { DatabaseSync } from 'node:sqlite';
import type { Fault } from './fault.ts';
import { SECRET } from './fault.ts';
import type { World } from './world.ts';

/** What can be wrong on this machine, with nobody asked. */
export const FAULTS_HERE: Fault[] = [
  {
    part: 'packages',
    broken: 'installed without a patch',
    arrange: (world) => patched(world, 'nothing of ours'),
    problem: /without their patches: node_modules\/some\/index\.js/,
    cure: /npx patch-package/,
  },
  {
    part: 'packages',
    broken: 'not installed',
    arrange: (world) => patched(world),
    problem: /node_modules\/some\/index\.js is not installed/,
    cure: /npm ci/,
  },
  {
    part: 'sounds',
    broken: 'a recording that is none',
    arrange: (world) => {
      world.write('libs/talk/recordings/apology.wav', 'not a sound');
      return {};
    },
    problem: /missing or broken.*apology/,
    cure: /make\.mjs/,
  },
  {
    part: 'machine',
    broken: 'more agents than there is memory for',
    arrange: () => ({ AGENT_PROCESSES: '64', AGENT_MAX_SESSIONS: '1000' }),
    problem: /64 agent processes of 1000 talks want \d+ MB/,
    cure: /AGENT_PROCESSES or AGENT_MAX_SESSIONS/,
  },
  {
    part: '.env',
    broken: 'a misspelt name',
    arrange: (world) => {
      world.write('.env', `OPENAI_APIKEY=${SECRET}\nLIVEKIT_API_SECERT=x\n`);
      return {};
    },
    problem: /nobody reads OPENAI_APIKEY/,
    cure: /OPENAI_API_KEY is meant/,
  },
  {
    part: '.env',
    broken: 'a name of nobody',
    arrange: (world) => {
      world.write('.env', 'PORT=4000\nOTEL_EXPORTER_OTLP_HEADERS=a=b\nTEST=1\nSOMETHING_ELSE=1\n');
      return {};
    },
    problem: /nobody reads SOMETHING_ELSE, TEST$/,
    cure: /\.env\.example/,
  },
  {
    part: 'settings',
    broken: 'a value that the launcher refuses',
    arrange: () => ({ AGENT_PROCESSES: 'many' }),
    problem: /AGENT_PROCESSES must be a whole number/,
    cure: /AGENT_PROCESSES/,
  },
  {
    part: 'settings',
    broken: 'a value that an app refuses',
    arrange: (world) => {
      const says =
        'JSON.stringify([`LEASE_MS: ${process.env.LEASE_MS === "1" ? "must not be less than 200" : ""}`])';
      world.write('dist/apps/api/src/health/check-settings.js', `console.log(${says})`);
      return { LEASE_MS: '1' };
    },
    problem: /LEASE_MS must not be less than 200/,
    cure: /LEASE_MS/,
  },
  {
    part: 'access',
    broken: 'nobody may call in production',
    arrange: () => ({ NODE_ENV: 'production' }),
    problem: /nobody is named who may call/,
    cure: /API_KEYS, JWT_SECRET, JWKS_URL or ALLOW_ANONYMOUS=true/,
  },
  {
    part: 'access',
    broken: 'open to the network',
    arrange: () => ({ HOST: '0.0.0.0' }),
    problem: /HOST opens the api to the network/,
    cure: /API_KEYS.*HOST/,
  },
  {
    part: 'access',
    broken: 'metrics for everybody in production',
    arrange: () => ({ NODE_ENV: 'production', API_KEYS: SECRET }),
    problem: /\/metrics/,
    cure: /METRICS_TOKEN/,
  },
  {
    part: 'addresses',
    broken: 'in the clear in production',
    arrange: () => ({ NODE_ENV: 'production', PUBLIC_URL: 'http://parley.example' }),
    problem: /PUBLIC_URL is in the clear/,
    cure: /PUBLIC_URL to https:/,
  },
  {
    part: 'addresses',
    broken: 'LiveKit at an address that clients cannot reach',
    arrange: () => ({ NODE_ENV: 'production', LIVEKIT_URL: 'ws://127.0.0.1:7880' }),
    problem: /LIVEKIT_URL names this machine itself/,
    cure: /LIVEKIT_PUBLIC_URL to wss:/,
  },
  {
    part: 'livekit',
    broken: 'none in production',
    arrange: () => ({ NODE_ENV: 'production' }),
    problem: /there is no LiveKit/,
    cure: /LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET/,
  },
  {
    part: 'livekit',
    broken: 'no server on this machine',
    arrange: ({ root }) => ({ PATH: root, HOME: root, XDG_CACHE_HOME: root }),
    problem: /no LiveKit server on this machine/,
    cure: /LIVEKIT_URL/,
  },
  {
    part: 'livekit',
    broken: 'a server without its keys',
    arrange: () => ({ LIVEKIT_URL: 'ws://127.0.0.1:7880' }),
    problem: /its keys are not/,
    cure: /LIVEKIT_API_KEY, LIVEKIT_API_SECRET/,
  },
  {
    part: 'database',
    broken: 'a folder that cannot be written',
    arrange: (world) => ({ DATABASE_URL: `sqlite:${world.write('in-the-way', '')}/parley.db` }),
    problem: /in-the-way cannot be written/,
    cure: /DATABASE_URL/,
  },
  {
    part: 'database',
    broken: 'a file that is none',
    arrange: (world) => ({
      DATABASE_URL: `sqlite:${world.write('text.db', 'no database at all. '.repeat(50))}`,
    }),
    problem: /text\.db does not open as a database/,
    cure: /DATABASE_URL/,
  },
  {
    part: 'database',
    broken: 'stale migrations',
    arrange: (world) => migrated(world, ['0001-model']),
    problem: /older version \(it lacks 0002-outbox-outcomes, 0003-rooms-of-the-ended\)/,
    cure: /start the api/,
  },
  {
    part: 'database',
    broken: 'written by a newer Parley',
    arrange: (world) => migrated(world, ['0001-model', '0099-to-come']),
    problem: /newer Parley.*0099-to-come/,
    cure: /DATABASE_URL/,
  },
  {
    part: 'database',
    broken: 'of a kind that nobody knows',
    arrange: () => ({ DATABASE_URL: `mysql://root:${SECRET}@here/parley` }),
    problem: /DATABASE_URL names no database/,
    cure: /sqlite:<path.*postgres:/,
  },
  {
    part: 'spool',
    broken: 'a folder that cannot be written',
    arrange: (world) => ({ SPOOL_DIR: `${world.write('in-the-way', '')}/spool` }),
    problem: /in-the-way cannot be written/,
    cure: /SPOOL_DIR/,
  },
  {
    part: 'spool',
    broken: 'full',
    arrange: (world) => {
      world.write('data/spool/agent-a/one.jsonl', 'x'.repeat(1_200_000));
      return { SPOOL_MAX_MB: '1' };
    },
    problem: /1 of 1 MB wait.*it is full/,
    cure: /API_URL.*SPOOL_MAX_MB/,
  },
  {
    part: 'spool',
    broken: 'more than half full',
    arrange: (world) => {
      world.write('data/spool/agent-a/one.jsonl', 'x'.repeat(700_000));
      return { SPOOL_MAX_MB: '1' };
    },
    problem: /takes no new talks/,
    cure: /API_URL/,
  },
  {
    part: 'crm',
    broken: 'half an account',
    arrange: () => ({ CRM_EMAIL: 'tara@example.com' }),
    problem: /CRM_PASSWORD is not set/,
    cure: /CRM_PASSWORD/,
  },
  {
    part: 'sandbox',
    broken: 'in production',
    arrange: () => ({ NODE_ENV: 'production', SANDBOX_URL: 'http://127.0.0.1:1' }),
    problem: /SANDBOX_URL is set in production/,
    cure: /SANDBOX_URL/,
  },
];

/** A package of which a patch is to change one file; without a text it is not there. */
function patched(world: World, text?: string): NodeJS.ProcessEnv {
  const file = 'node_modules/some/index.js';
  world.write(
    'patches/some+1.0.0.patch',
    `diff --git a/${file} b/${file}\n+  // parley-patch: first-one. So that it does.\n`,
  );
  if (text !== undefined) world.write(file, text);
  return {};
}

function migrated(world: World, names: string[]): NodeJS.ProcessEnv {
  const file = world.write('data/parley.db', '');
  const database = new DatabaseSync(file);
  database.exec('create table migration (name text, timestamp text)');
  const insert = database.prepare('insert into migration values (?, ?)');
  for (const name of names) insert.run(name, '');
  database.close();
  return { DATABASE_URL: `sqlite:${file}` };
}
