import * as fc from 'fast-check';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { jwt, JWT_SECRET } from './callers-of-tests.js';
import { contactIn } from './contact-of-tests.js';
import { FakeOpenAi } from './fake-openai.js';
import { authorization, makeWorkflow, ROUTES } from './refusals.table.js';
import type { RouteEntry, Scene } from './refusals.table.js';
import { send } from './requests.js';

const REQUESTS = 10_000;
const AT_ONCE = 20;

interface Request {
  route: [string, RouteEntry];
  credential: 'good' | 'foreign' | 'expired' | 'forged' | 'none' | 'noise';
  id: string | undefined;
  query: Record<string, string>;
  body: string | undefined;
  type: string;
  idempotencyKey: string | undefined;
}

/** Words that mean something here, and what tends to break things: both come up too seldom by chance. */
const WORDS = fc.constantFrom(
  ...[
    'tara',
    'lobby',
    'agent-1',
    'liveavatar-voice',
    'gesture',
    'nod',
    'stop',
    'room_started',
    'custom-agent',
  ],
  ...[
    '',
    ' ',
    '\u0000',
    '../..',
    '%00',
    "' or 1=1 --",
    '__proto__',
    'constructor',
    '\ud800',
    '𝔓',
    'x'.repeat(300),
  ],
);
const FIELDS = fc.constantFrom(
  ...[
    'roomName',
    'room',
    'identity',
    'name',
    'text',
    'type',
    'value',
    'hand',
    'deadlineMs',
    'safety',
    'events',
    'epoch',
  ],
  ...[
    'room_name',
    'participant_identity',
    'participant_metadata',
    'participant_attributes',
    'room_config',
    'agents',
  ],
  ...[
    'sessionId',
    'agentProcess',
    'agentIdentity',
    'sourceSeq',
    'payload',
    'at',
    'v',
    'event',
    'limit',
    'cursor',
  ],
  ...[
    'userIdentity',
    'agentConfig',
    'agentId',
    'metadata',
    'system_prompt',
    'instructions',
    'tools',
    'turnTaking',
  ],
  ...['stt', 'llm', 'tts', 'prompt', 'greeting', 'realtime', 'voice', 'language', 'minSilenceMs'],
  ...['trigger', 'condition', 'action', 'enabled', 'secret', 'keywords'],
  ...['q', 'email', 'phone', 'company', 'preferences', 'into'],
  ...['id', 'toString', '__proto__', 'constructor', 'length'],
);
const text = fc.oneof(WORDS, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(FIELDS, text), tie('value'), { maxKeys: 5 }),
  ),
}));

function requests(scene: Scene): fc.Arbitrary<Request> {
  const { live, ended, workflowId, contactId } = scene;
  const ids = fc.constantFrom(live.id, ended.id, live.conversationId, live.room, workflowId, contactId);
  /** A good body in which some fields are something else. */
  const bodyOf = ([, { body }]: [string, RouteEntry]) =>
    fc
      .dictionary(FIELDS, fc.oneof(value, ids), { maxKeys: 4 })
      .map((fields) => JSON.stringify({ ...body?.(scene), ...fields }));
  return fc.constantFrom(...Object.entries(ROUTES)).chain((route) =>
    fc.record({
      route: fc.constant(route),
      credential: fc.oneof(
        { weight: 6, arbitrary: fc.constant('good' as const) },
        fc.constantFrom(
          'foreign' as const,
          'expired' as const,
          'forged' as const,
          'none' as const,
          'noise' as const,
        ),
      ),
      id: fc.option(fc.oneof(ids, text), { nil: undefined }),
      query: fc.dictionary(FIELDS, fc.oneof(text, ids), { maxKeys: 3 }),
      body: fc.option(
        fc.oneof(
          { weight: 4, arbitrary: bodyOf(route) },
          value.map((each) => JSON.stringify(each)),
          text,
        ),
        { nil: undefined },
      ),
      type: fc.oneof(
        { weight: 8, arbitrary: fc.constant('application/json') },
        fc.constantFrom(
          'application/json; charset=utf-16',
          'text/plain',
          'multipart/form-data',
          'x',
          'application/ld+json',
        ),
      ),
      idempotencyKey: fc.option(fc.oneof(fc.constantFrom('a', 'b'), text), { nil: undefined, freq: 4 }),
    }),
  );
}

describe.each(DATABASES)('requests that nobody thought of, kept in $kind', ({ kind, fresh }) => {
  let api: ApiUnderTest;
  let openAi: FakeOpenAi;
  let scene: Scene;

  beforeAll(async () => {
    openAi = await FakeOpenAi.start();
    api = await startApi({
      ...PIPELINE_KEYS,
      DATABASE_URL: await fresh(),
      OPENAI_BASE_URL: openAi.baseUrl,
      JWT_SECRET,
      LEASE_MS: '60000',
      SESSION_START_TIMEOUT_S: '600',
      RATE_LIMIT_RPM: '1000000',
    });
    api.livekit.onCall = () => JSON.stringify({ status: 'done', detail: null });
    const [live, ended] = [await startTalk(), await startTalk()];
    await new AgentOfTests(api.url, live.id).claim();
    await send('DELETE', `${api.url}/session/${ended.id}`, {
      key: await jwt({ tenant: 'acme', scope: 'admin' }),
    });
    const [workflowId, contactId] = [await makeWorkflow(api.url), await contactIn(api, live)];
    scene = { live, ended, agentId: 'tara', workflowId, contactId, personId: 'asha' };
  });
  afterAll(async () => {
    await api.close();
    await openAi.close();
  });

  async function startTalk() {
    const key = await jwt({ tenant: 'acme', scope: 'admin' });
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key });
    return {
      id: String(body.sessionId),
      room: String(body.roomName),
      conversationId: String(body.conversationId),
    };
  }

  /** Fetch itself refuses some headers and paths: such a request never leaves, which is no answer either way. */
  async function statusOf({
    route,
    credential,
    id,
    query,
    body,
    type,
    idempotencyKey,
  }: Request): Promise<number> {
    const [name, entry] = route;
    const [method = '', path = ''] = name.split(' ');
    const target = path.replace(/\{\w+\}/, encode(id ?? scene.live.id));
    const search = new URLSearchParams(Object.entries(query)).toString();
    const sent = method === 'GET' ? undefined : body;
    const header = await headerFor(entry, credential, sent ?? '');
    const answer = await send(method, `${api.url}${target}${search && `?${search}`}`, {
      body: sent,
      headers: {
        ...(header !== undefined && { Authorization: header }),
        ...(sent !== undefined && { 'Content-Type': type }),
        ...(idempotencyKey !== undefined &&
          isHeader(idempotencyKey) && { 'Idempotency-Key': idempotencyKey }),
      },
    });
    return answer.status;
  }

  it(`answers ${REQUESTS} of them, and none with a fault of its own`, async () => {
    const counts = new Map<number, number>();
    let left = REQUESTS;
    const batches = fc.array(requests(scene), { minLength: AT_ONCE, maxLength: AT_ONCE });
    await fc.assert(
      fc.asyncProperty(batches, async (batch) => {
        left -= batch.length;
        const statuses = await Promise.all(batch.map(statusOf));
        for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
        const faults = batch.filter((_, index) => (statuses[index] ?? 0) >= 500);
        expect(faults).toEqual([]);
      }),
      { numRuns: REQUESTS / AT_ONCE, endOnFailure: true },
    );
    expect(left).toBe(0);
    const told = [...counts].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    process.stdout.write(`\n${REQUESTS} requests (${kind}): ${told.join(', ')}\n`);
  }, 240_000);
});

async function headerFor(
  { by }: RouteEntry,
  credential: Request['credential'],
  body: string,
): Promise<string | undefined> {
  switch (credential) {
    case 'none':
      return undefined;
    case 'noise':
      return 'Bearer eyJ.not.good';
    default:
      return authorization(by, credential, body);
  }
}

/** Half a surrogate pair cannot be encoded; a path of dots alone is another path. */
function encode(id: string): string {
  const encoded = encodeURIComponent(id.toWellFormed());
  return /^\.*$/.test(encoded) ? 'x' : encoded;
}

function isHeader(value: string): boolean {
  return /^[\x20-\x7e\x80-\xff]*$/.test(value);
}
