import type { Fault } from './fault.ts';
import { SECRET } from './fault.ts';
import type { World } from './world.ts';

type Replies = Parameters<World['serve']>[0];

const AGENTS =
  '/rest/v1/agent_configs?select=id,company_id,name,description,model,system_prompt,temperature,voice_settings&limit=0';
const LISTING = '/talks?list-type=2&max-keys=0';

/** What is wrong with the backends beside ours and with the store of recordings. */
export const FAULTS_OF_PEERS: Fault[] = [
  {
    part: 'django',
    broken: 'a token that it refuses',
    arrange: (world) => django(world, { '/api/ingest': [401, { detail: 'Invalid token.' }] }),
    problem: /Django refuses the credential \(401\): what it is to be told waits/,
    cure: /DJANGO_INGEST_TOKEN/,
  },
  {
    part: 'django',
    broken: 'the token of seed S4’s .env, which it refuses',
    arrange: async (world) => ({
      DJANGO_BASE_URL: await world.serve({ '/api/ingest': [403, {}] }),
      INGEST_TOKEN: SECRET,
    }),
    problem: /refuses the credential \(403\)/,
    cure: /set INGEST_TOKEN/,
  },
  {
    part: 'django',
    broken: 'an address where there is none',
    arrange: (world) => django(world, {}),
    problem: /there is no Django as we know it at/,
    cure: /DJANGO_BASE_URL.*without \/api\/ingest/,
  },
  {
    part: 'django',
    broken: 'not there',
    arrange: async (world) => ({
      DJANGO_BASE_URL: `http://127.0.0.1:${await world.closedPort()}`,
      DJANGO_INGEST_TOKEN: SECRET,
    }),
    problem: /Django does not answer.*ECONNREFUSED/,
    cure: /DJANGO_BASE_URL/,
  },
  {
    part: 'django',
    broken: 'half of it',
    arrange: () => ({ DJANGO_INGEST_TOKEN: SECRET }),
    problem: /DJANGO_BASE_URL is not set/,
    cure: /DJANGO_BASE_URL/,
  },
  {
    part: 'supabase',
    broken: 'a key that it refuses',
    arrange: (world) => supabase(world, { [AGENTS]: [401, { message: 'Invalid API key' }] }),
    problem: /Supabase refuses the credential \(401\)/,
    cure: /SUPABASE_SERVICE_ROLE_KEY/,
  },
  {
    part: 'supabase',
    broken: 'a project without the table',
    arrange: (world) => supabase(world, { [AGENTS]: [404, { code: 'PGRST205' }] }),
    problem: /there is no Supabase as we know it at.*404/,
    cure: /SUPABASE_URL.*agent_configs/,
  },
  {
    part: 'supabase',
    broken: 'the key for browsers, of the older kind',
    arrange: async (world) => {
      const claims = Buffer.from(`{"iss":"supabase","role":"anon","x":"${SECRET}"}`).toString('base64url');
      return { ...(await supabase(world, {})), SUPABASE_SERVICE_ROLE_KEY: `e30.${claims}.${SECRET}` };
    },
    problem: /SUPABASE_SERVICE_ROLE_KEY is the key for browsers/,
    cure: /sb_secret_/,
  },
  {
    part: 'chat',
    broken: 'a token that it refuses',
    arrange: (world) => chat(world, { '/api/internal/messages/create': [401, { error: 'Unauthorized' }] }),
    problem: /the chat service refuses the credential \(401\)/,
    cure: /INTERNAL_SERVICE_TOKEN/,
  },
  {
    part: 'chat',
    broken: 'an address where there is none',
    arrange: (world) => chat(world, {}),
    problem: /there is no chat service as we know it at.*404/,
    cure: /CHAT_SERVICE_URL/,
  },
  {
    part: 'chat',
    broken: 'a fault of its own',
    arrange: (world) => chat(world, { '*': [503, {}] }),
    problem: /the chat service answers 503: .*waits in the outbox/,
    cure: /its log/,
  },
  {
    part: 'recordings',
    broken: 'a folder that cannot be written',
    arrange: (world) => ({ RECORDINGS_DIR: world.write('taken', '') }),
    problem: /cannot be written, so no talk is recorded/,
    cure: /RECORDINGS_DIR/,
  },
  {
    part: 'recordings',
    broken: 'a bucket without its key',
    arrange: () => ({ S3_BUCKET: 'talks', S3_ENDPOINT: 'https://s3.example.com' }),
    problem: /without S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY/,
    cure: /S3_BUCKET/,
  },
  {
    part: 'recordings',
    broken: 'a bucket that is not there',
    arrange: (world) => bucket(world, [404, { xml: '<Error><Code>NoSuchBucket</Code></Error>' }]),
    problem: /there is no such bucket at .*\(404 NoSuchBucket\)/,
    cure: /S3_BUCKET.*S3_ENDPOINT/,
  },
  {
    part: 'recordings',
    broken: 'a key that it refuses',
    arrange: (world) => bucket(world, [403, { xml: '<Error><Code>SignatureDoesNotMatch</Code></Error>' }]),
    problem: /refuses the key \(403 SignatureDoesNotMatch\)/,
    cure: /S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY/,
  },
  {
    part: 'recordings',
    broken: 'clocks that are apart',
    arrange: (world) => bucket(world, [403, { xml: '<Error><Code>RequestTimeTooSkewed</Code></Error>' }]),
    problem: /clocks/,
    cure: /NTP/,
  },
  {
    part: 'recordings',
    broken: 'another region',
    arrange: (world) =>
      bucket(world, [400, { xml: '<Error><Code>AuthorizationHeaderMalformed</Code></Error>' }]),
    problem: /of another region/,
    cure: /S3_REGION/,
  },
  {
    part: 'recordings',
    broken: 'a store that is not there',
    arrange: async (world) => ({ ...KEY, S3_ENDPOINT: `http://127.0.0.1:${await world.closedPort()}` }),
    problem: /store of recordings does not answer.*ECONNREFUSED/,
    cure: /S3_ENDPOINT/,
  },
];

const KEY = { S3_BUCKET: 'talks', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: SECRET };

async function django(world: World, replies: Replies): Promise<NodeJS.ProcessEnv> {
  return { DJANGO_BASE_URL: await world.serve(replies), DJANGO_INGEST_TOKEN: SECRET };
}

async function supabase(world: World, replies: Replies): Promise<NodeJS.ProcessEnv> {
  return { SUPABASE_URL: await world.serve(replies), SUPABASE_SERVICE_ROLE_KEY: SECRET };
}

async function chat(world: World, replies: Replies): Promise<NodeJS.ProcessEnv> {
  return { CHAT_SERVICE_URL: await world.serve(replies), INTERNAL_SERVICE_TOKEN: SECRET };
}

/** Says it in an envelope of JSON, of which only the code is read. */
async function bucket(world: World, reply: Replies[string]): Promise<NodeJS.ProcessEnv> {
  return { ...KEY, S3_ENDPOINT: await world.serve({ [LISTING]: reply }) };
}
