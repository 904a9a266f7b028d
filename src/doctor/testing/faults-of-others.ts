import { ServerMessage } from '@livekit/protocol';
import { TokenVerifier } from 'livekit-server-sdk';
import { WebSocketServer } from 'ws';
import type { Fault } from './fault.ts';
import { SECRET } from './fault.ts';
import { portOf } from './world.ts';
import type { World } from './world.ts';

const ROOM_LIST = '/twirp/livekit.RoomService/ListRooms';
const AN_HOUR_MS = 3_600_000;

/** What others do wrong, or what we do wrong with them: each is played by a little server, or by a port where nobody listens. */
export const FAULTS_OF_OTHERS: Fault[] = [
  {
    part: 'access',
    broken: 'an identity provider without keys',
    arrange: async (world) => ({ JWKS_URL: await world.serve({ '*': {} }), JWT_AUDIENCE: 'parley' }),
    problem: /JWKS_URL leads to holds no keys/,
    cure: /JWKS_URL/,
  },
  {
    part: 'addresses',
    broken: 'PUBLIC_URL leads elsewhere',
    arrange: async (world) => ({
      API_URL: await world.serve({ '/health': { service: 'parley-api' } }),
      PUBLIC_URL: await world.serve({ '/health': { service: 'something else' } }),
    }),
    problem: /PUBLIC_URL does not lead to it/,
    cure: /PUBLIC_URL.*TRUST_PROXY/,
  },
  {
    part: 'addresses',
    broken: 'nobody at the address that clients are told',
    arrange: async (world) => ({ LIVEKIT_PUBLIC_URL: `ws://127.0.0.1:${await world.closedPort()}` }),
    problem: /clients are told ws:.*nothing answers/,
    cure: /LIVEKIT_PUBLIC_URL/,
  },
  {
    part: 'ports',
    broken: 'taken by a stranger',
    arrange: async (world) => ({
      PORT: portOf(await world.serve({ '*': {} })),
      LIVEKIT_URL: 'ws://127.0.0.1:1',
    }),
    problem: /the port of api, is taken by another program/,
    cure: /lsof -i :\d+.*PORT/,
  },
  {
    part: 'ports',
    broken: 'taken by another Parley',
    arrange: async (world) => {
      const SANDBOX_PORT = portOf(await world.serve({ '/health': { service: 'parley-api' } }));
      return { SANDBOX_PORT, LIVEKIT_URL: 'ws://127.0.0.1:1' };
    },
    problem: /the port of sandbox, belongs to a Parley/,
    cure: /SANDBOX_PORT/,
  },
  {
    part: 'livekit',
    broken: 'a secret that is not the key’s',
    arrange: async (world) => livekit(await livekitServer(world), { LIVEKIT_API_SECRET: SECRET }),
    problem: /knows the key and refuses its secret/,
    cure: /LIVEKIT_API_SECRET/,
  },
  {
    part: 'livekit',
    broken: 'a key that it does not know',
    arrange: async (world) => livekit(await livekitServer(world), { LIVEKIT_API_KEY: 'another' }),
    problem: /does not know the key/,
    cure: /LIVEKIT_API_KEY/,
  },
  {
    part: 'livekit',
    broken: 'clocks an hour apart',
    arrange: async (world) =>
      livekit(
        await world.serve({ '*': [401, {}] }, { Date: new Date(Date.now() - AN_HOUR_MS).toUTCString() }),
      ),
    problem: /clocks.*36\d\d s apart/,
    cure: /NTP/,
  },
  {
    part: 'livekit',
    broken: 'nobody there',
    arrange: async (world) => livekit(`http://127.0.0.1:${await world.closedPort()}`),
    problem: /does not answer.*ECONNREFUSED/,
    cure: /LIVEKIT_URL/,
  },
  {
    part: 'livekit',
    broken: 'another server',
    arrange: async (world) => livekit(await world.serve({})),
    problem: /no LiveKit server \(404\)/,
    cure: /LIVEKIT_URL/,
  },
  {
    part: 'livekit',
    broken: 'a version that nobody has tested',
    arrange: async (world) => livekit(await livekitServer(world, '0.9.1')),
    problem: /livekit-server is 0\.9\.1/,
    cure: /1\.\d+\.\d+ is tested/,
  },
  {
    part: 'livekit',
    broken: 'no way for agents',
    arrange: async (world) => livekit(await world.serve({ [ROOM_LIST]: { rooms: [] } })),
    problem: /lets no agent register/,
    cure: /LIVEKIT_URL.*\/agent/,
  },
  {
    part: 'livekit',
    broken: 'the launcher’s own is gone',
    arrange: async (world) => {
      world.running({ livekit: await world.closedPort() });
      return {};
    },
    problem: /own LiveKit server does not answer/,
    cure: /livekit\.log.*LIVEKIT_PORT/,
  },
  {
    part: 'database',
    broken: 'a Postgres that is not there',
    arrange: async (world) => ({
      DATABASE_URL: `postgres://parley:${SECRET}@127.0.0.1:${await world.closedPort()}/parley`,
    }),
    problem: /Postgres does not answer \(ECONNREFUSED\)/,
    cure: /DATABASE_URL/,
  },
  {
    part: 'database',
    broken: 'a password that Postgres refuses',
    arrange: async (world) => {
      const at = await world.speak((socket) => socket.end(postgresError('28P01')));
      return { DATABASE_URL: `postgres://parley:${SECRET}@${at}/parley` };
    },
    problem: /Postgres refuses the password/,
    cure: /DATABASE_URL/,
  },
  {
    part: 'redis',
    broken: 'not there',
    arrange: async (world) => ({ REDIS_URL: `redis://127.0.0.1:${await world.closedPort()}` }),
    problem: /Redis does not answer \(ECONNREFUSED\)/,
    cure: /REDIS_URL/,
  },
  {
    part: 'redis',
    broken: 'a password that it refuses',
    arrange: async (world) => {
      const at = await world.speak((socket, said) => {
        const commands = said.match(/^\*\d/gm) ?? [];
        socket.write('-WRONGPASS invalid password\r\n'.repeat(commands.length));
      });
      return { REDIS_URL: `redis://:${SECRET}@${at}` };
    },
    problem: /Redis refuses the password/,
    cure: /REDIS_URL/,
  },
  {
    part: 'openai',
    broken: 'a key that it refuses',
    arrange: (world) => openai(world, { '/v1/models': [401, { error: { code: 'invalid_api_key' } }] }),
    problem: /refuses the key \(401\)/,
    cure: /OPENAI_API_KEY/,
  },
  {
    part: 'openai',
    broken: 'an empty account',
    arrange: (world) => openai(world, { '*': [429, { error: { code: 'insufficient_quota' } }] }),
    problem: /account of OPENAI_API_KEY is empty/,
    cure: /OPENAI_API_KEY/,
  },
  {
    part: 'openai',
    broken: 'a model that it does not have',
    arrange: async (world) => ({
      ...(await openai(world, { '/v1/models': { data: [{ id: 'gpt-realtime' }] } })),
      OPENAI_REALTIME_MODEL: 'gpt-of-tomorrow',
    }),
    problem: /no model gpt-of-tomorrow/,
    cure: /OPENAI_REALTIME_MODEL/,
  },
  {
    part: 'openai',
    broken: 'an address without /v1',
    arrange: (world) => openai(world, {}),
    problem: /there is no OpenAI at/,
    cure: /OPENAI_BASE_URL ends with \/v1/,
  },
  {
    part: 'openai',
    broken: 'not there',
    arrange: async (world) => ({
      OPENAI_API_KEY: SECRET,
      OPENAI_BASE_URL: `http://127.0.0.1:${await world.closedPort()}/v1`,
    }),
    problem: /OpenAI does not answer.*ECONNREFUSED/,
    cure: /OPENAI_BASE_URL/,
  },
  {
    part: 'openai',
    broken: 'a model that will be gone',
    arrange: async (world) => ({
      ...(await openai(world, { '/v1/models': { data: [{ id: 'gpt-realtime-mini' }] } })),
      OPENAI_REALTIME_MODEL: 'gpt-realtime-mini',
    }),
    problem: /gpt-realtime-mini stop(s|ped) on 2027-01-20; its successor is gpt-realtime-2\.1-mini/,
    cure: /OPENAI_REALTIME_MODEL=gpt-realtime-2\.1-mini/,
  },
  {
    part: 'deepgram',
    broken: 'a key that it refuses',
    arrange: async (world) => ({
      DEEPGRAM_API_KEY: SECRET,
      DEEPGRAM_BASE_URL: await world.serve({ '/v1/projects': [401, { err_code: 'INVALID_AUTH' }] }),
    }),
    problem: /Deepgram refuses the key \(401\)/,
    cure: /DEEPGRAM_API_KEY/,
  },
  {
    part: 'assemblyai',
    broken: 'not there',
    arrange: async (world) => ({
      ASSEMBLYAI_API_KEY: SECRET,
      ASSEMBLYAI_BASE_URL: `ws://127.0.0.1:${await world.closedPort()}`,
    }),
    problem: /AssemblyAI does not answer.*ECONNREFUSED/,
    cure: /ASSEMBLYAI_BASE_URL/,
  },
  {
    part: 'grok',
    broken: 'a key that xAI refuses in its own way',
    arrange: async (world) => ({
      XAI_API_KEY: SECRET,
      GROK_BASE_URL: `${await world.serve({ '/v1/models': [400, { error: `Incorrect API key: ${SECRET}` }] })}/v1`,
    }),
    problem: /Grok refuses the key \(400\)/,
    cure: /XAI_API_KEY/,
  },
  {
    part: 'grok',
    broken: 'an empty account with OpenRouter',
    arrange: async (world) => ({
      OPENROUTER_API_KEY: SECRET,
      GROK_BASE_URL: `${await world.serve({ '/openrouter/v1/key': [402, {}] })}/openrouter/v1`,
    }),
    problem: /account of OPENROUTER_API_KEY is empty/,
    cure: /OPENROUTER_API_KEY/,
  },
  {
    part: 'cartesia',
    broken: 'an address where there is none',
    arrange: async (world) => ({ CARTESIA_API_KEY: SECRET, CARTESIA_BASE_URL: await world.serve({}) }),
    problem: /there is no Cartesia at/,
    cure: /CARTESIA_BASE_URL/,
  },
  {
    part: 'elevenlabs',
    broken: 'too much asked of it',
    arrange: async (world) => ({
      ELEVENLABS_API_KEY: SECRET,
      ELEVEN_BASE_URL: `${await world.serve({ '/v1/models': [429, {}] })}/v1`,
    }),
    problem: /ElevenLabs wants fewer requests/,
    cure: /ELEVENLABS_API_KEY/,
  },
  {
    part: 'crm',
    broken: 'an account that it refuses',
    arrange: (world) => crm(world, { '/api/auth/login': [401, {}] }),
    problem: /refuses the account \(401\)/,
    cure: /CRM_EMAIL and CRM_PASSWORD/,
  },
  {
    part: 'crm',
    broken: 'an address where there is none',
    arrange: (world) => crm(world, {}),
    problem: /there is no CRM/,
    cure: /CRM_BASE_URL/,
  },
  {
    part: 'watching',
    broken: 'a collector that is not there',
    arrange: async (world) => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await world.closedPort()}`,
    }),
    problem: /no collector of traces.*ECONNREFUSED/,
    cure: /OTEL_EXPORTER_OTLP_ENDPOINT/,
  },
  {
    part: 'watching',
    broken: 'a DSN that is none',
    arrange: () => ({ SENTRY_DSN: `https://sentry.example/${SECRET}` }),
    problem: /SENTRY_DSN is no DSN/,
    cure: /SENTRY_DSN/,
  },
  {
    part: 'api',
    broken: 'not there',
    arrange: async (world) => {
      world.running({ api: await world.closedPort() });
      return {};
    },
    problem: /the api does not answer/,
    cure: /api\.log.*API_URL/,
  },
  {
    part: 'api',
    broken: 'its database is down',
    arrange: async (world) => ({ API_URL: await readyApi(world, 'database', 'wrong') }),
    problem: /^database: it is down$/,
    cure: /^mend it$/,
  },
  {
    part: 'api',
    broken: 'LiveKit tells it nothing',
    arrange: async (world) => ({ API_URL: await readyApi(world, 'webhooks', 'warning') }),
    problem: /^webhooks: it is down$/,
    cure: /^mend it$/,
  },
  {
    part: 'api',
    broken: 'on its way out',
    arrange: async (world) => ({
      API_URL: await world.serve({
        '/health/ready': [503, { service: 'parley-api', version: '0.1.0', parts: [] }],
      }),
    }),
    problem: /about to end \(503\)/,
    cure: /npm start/,
  },
  {
    part: 'api',
    broken: 'a stranger in its place',
    arrange: async (world) => ({ API_URL: await world.serve({ '*': {} }) }),
    problem: /is not Parley/,
    cure: /PORT and API_URL/,
  },
  {
    part: 'agents',
    broken: 'not registered with LiveKit',
    arrange: (world) => agent(world, { '/health/ready': [503, { livekit: false, draining: false }] }),
    problem: /agent-1 \(port \d+\) is not registered/,
    cure: /LIVEKIT_API_SECRET/,
  },
  {
    part: 'agents',
    broken: 'full',
    arrange: (world) => agent(world, { '/health/ready': { status: 'ok' }, '/load': { full: true } }),
    problem: /agent-1 \(port \d+\) is full/,
    cure: /AGENT_MAX_SESSIONS or AGENT_PROCESSES/,
  },
  {
    part: 'agents',
    broken: 'gone',
    arrange: async (world) => {
      world.running({ 'agent-1': await world.closedPort() });
      return {};
    },
    problem: /agent-1 does not answer/,
    cure: /data\/logs/,
  },
  {
    part: 'agents',
    broken: 'none beside an api that runs',
    arrange: async (world) => ({ API_URL: await world.serve({ '/health': {} }) }),
    problem: /on this machine no agent/,
    cure: /--mode agent/,
  },
  {
    part: 'sandbox',
    broken: 'gone',
    arrange: async (world) => ({ SANDBOX_URL: `http://127.0.0.1:${await world.closedPort()}` }),
    problem: /the sandbox does not answer/,
    cure: /SANDBOX_URL/,
  },
];

function livekit(url: string, other: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    LIVEKIT_URL: url.replace('http', 'ws'),
    LIVEKIT_API_KEY: 'key',
    LIVEKIT_API_SECRET: `right-${SECRET}`,
    ...other,
  };
}

/** Says of a token what the real server says, and its version to whoever registers. */
async function livekitServer(world: World, version = '1.11.0'): Promise<string> {
  const verifier = new TokenVerifier('key', `right-${SECRET}`);
  const { url, server } = await world.answer(async ({ headers: { authorization = '' } }) => {
    const token = authorization.replace('Bearer ', '');
    const [, claims = ''] = token.split('.');
    const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string };
    if (iss !== 'key') return [401, { code: 'unauthenticated', msg: `invalid API key: ${iss}` }];
    const isGenuine = await verifier.verify(token).then(
      () => true,
      () => false,
    );
    return isGenuine ? { rooms: [] } : [401, { code: 'unauthenticated', msg: `invalid token: ${token}` }];
  });
  new WebSocketServer({ server, path: '/agent' }).on('connection', (socket) =>
    socket.once('message', () => {
      const value = { workerId: 'AW_1', serverInfo: { version } };
      socket.send(new ServerMessage({ message: { case: 'register', value } }).toBinary());
    }),
  );
  return url;
}

type Replies = Parameters<World['serve']>[0];

async function openai(world: World, replies: Replies): Promise<NodeJS.ProcessEnv> {
  return { OPENAI_API_KEY: SECRET, OPENAI_BASE_URL: `${await world.serve(replies)}/v1` };
}

async function crm(world: World, replies: Replies): Promise<NodeJS.ProcessEnv> {
  return {
    CRM_EMAIL: 'tara@example.com',
    CRM_PASSWORD: SECRET,
    CRM_BASE_URL: `${await world.serve(replies)}/api`,
  };
}

/** An api that finds fault with one of its parts. */
function readyApi(world: World, part: string, state: string): Promise<string> {
  const parts = [{ part, state, problem: 'it is down', cure: 'mend it' }];
  const status = state === 'wrong' ? 503 : 200;
  return world.serve({ '/health/ready': [status, { service: 'parley-api', version: '0.1.0', parts }] });
}

async function agent(world: World, replies: Replies): Promise<NodeJS.ProcessEnv> {
  world.running({ 'agent-1': portOf(await world.serve(replies)) });
  return {};
}

/** An error as Postgres frames it: fields of a letter and a text, each ended by a zero. */
function postgresError(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0Mno\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
