import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { INGEST_TOKEN } from './api-under-test.js';
import { anHourAgo, jwt } from './callers-of-tests.js';
import { send } from './requests.js';

/** What a request can be like that must be refused; the columns of the table. */
export const FAULTS = [
  'wrong type',
  'missing',
  'unknown field',
  'oversize',
  'too deep',
  'broken JSON',
  'wrong content type',
  'unknown id',
  'ended session',
  'foreign tenant',
  'expired token',
  'forged token',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What is there when the requests come. */
export interface Scene {
  /** Sessions of the tenant `acme`, the first with an agent that has claimed it. */
  live: { id: string; room: string; conversationId: string };
  ended: { id: string; room: string; conversationId: string };
  /** Of the same tenant. */
  agentId: string;
  workflowId: string;
  /** Of the same tenant: who talks in the first. */
  contactId: string;
  /** Of the same tenant; they talk with nobody. */
  personId: string;
}

export interface Expected {
  status: number;
  /** Of the problem; a good answer has none. */
  code?: string;
  /** The fields that the problem names. */
  fields?: string[];
}

/** A request that differs from the good one in this alone. */
export interface Variant {
  query?: string;
  body?: object;
  /** In place of the id in the path. */
  id?: string;
  expect: Expected;
}

export interface RouteEntry {
  by: 'caller' | 'agent' | 'livekit' | 'anybody';
  /** What the id in the path is of. */
  id?: 'session' | 'conversation' | 'agent' | 'workflow' | 'contact' | 'person';
  query?: string;
  /** A good body; left out where the route takes none. */
  body?: (scene: Scene) => object;
  limitBytes?: number;
  /** Fields nobody knows are let through, or a body that is not JSON is taken for none: by contract. */
  ignores?: ('unknown field' | 'wrong content type')[];
  /** What this route answers to a fault, where that does not follow from the rest. */
  faults?: (scene: Scene) => Partial<Record<Fault, Variant>>;
}

const bad = (...fields: string[]): Expected => ({ status: 400, code: 'bad_input', fields });
const notFound = (code: string): Expected => ({ status: 404, code });
const superseded: Expected = { status: 409, code: 'lease_superseded' };

const LIST: RouteEntry = {
  by: 'caller',
  query: 'limit=1',
  faults: () => ({
    'wrong type': { query: 'limit=many', expect: bad('limit') },
    'unknown field': { query: 'nobody_knows=1', expect: bad('nobody_knows') },
  }),
};
const RECORDING: RouteEntry = {
  by: 'caller',
  id: 'conversation',
  faults: ({ ended }) => ({
    'wrong type': { query: 'sessionId=a&sessionId=b', expect: bad('sessionId') },
    'unknown field': { query: 'nobody_knows=1', expect: bad('nobody_knows') },
    // Nobody recorded it.
    'ended session': { id: ended.conversationId, expect: notFound('recording_not_found') },
  }),
};
const OPEN: RouteEntry = { by: 'anybody' };
/** Nothing in these tests sets it off. */
const WORKFLOW = {
  name: 'Quotes to the desk',
  trigger: 'tool.called',
  condition: { tools: ['create_quote'] },
  action: { type: 'webhook', url: 'https://hooks.invalid/parley' },
};
const WORKFLOW_FAULTS: Partial<Record<Fault, Variant>> = {
  'wrong type': { body: { ...WORKFLOW, action: { type: 'webhook', url: 7 } }, expect: bad('action.url') },
  missing: { body: {}, expect: bad('action', 'name', 'trigger') },
};
const DISPATCH_FIELDS = ['agentId', 'conversationId', 'roomName', 'token', 'userId'];
const READ: Expected = { status: 200 };

/** What the agent that has a session does with its claim. */
const OF_A_CLAIM: RouteEntry = {
  by: 'agent',
  id: 'session',
  body: () => ({ epoch: 1 }),
  faults: ({ ended }) => ({
    'wrong type': { body: { epoch: 'one' }, expect: bad('epoch') },
    missing: { body: {}, expect: bad('epoch') },
    'unknown id': { id: 'nobody', expect: superseded },
    'ended session': { id: ended.id, expect: superseded },
  }),
};

/** Every route, by method and path as in the document. One that is missing here fails the test. */
export const ROUTES: Record<string, RouteEntry> = {
  'GET /': OPEN,
  'GET /health': OPEN,
  'GET /health/live': OPEN,
  'GET /health/ready': OPEN,
  'GET /metrics': OPEN,

  'GET /diagnostics': { by: 'caller' },

  'GET /token': {
    by: 'caller',
    query: 'room=lobby&identity=asha',
    faults: ({ live }) => ({
      'wrong type': { query: 'room=a&room=b&identity=asha', expect: bad('room') },
      missing: { query: 'room=lobby', expect: bad('identity') },
      'foreign tenant': {
        query: `room=${live.room}&identity=asha`,
        expect: { status: 409, code: 'room_taken' },
      },
    }),
  },
  'POST /token': {
    by: 'caller',
    body: () => ({ room_name: 'lobby' }),
    faults: ({ live }) => ({
      'wrong type': { body: { room_name: 7 }, expect: bad('room_name') },
      'foreign tenant': { body: { room_name: live.room }, expect: { status: 409, code: 'room_taken' } },
    }),
  },
  'POST /ws/ticket': { by: 'caller', body: () => ({}) },

  'GET /orchestrated/status': { by: 'caller' },
  'POST /orchestrated/session/start': {
    by: 'caller',
    body: () => ({}),
    ignores: ['unknown field', 'wrong content type'],
  },
  'POST /orchestrated/session/stop': {
    by: 'caller',
    body: ({ ended }) => ({ roomName: ended.room }),
    ignores: ['unknown field', 'wrong content type'],
    faults: ({ live, ended }) => ({
      'wrong type': { body: { roomName: 7 }, expect: bad('roomName') },
      // By contract: a device that stops twice, or too late, is not told off.
      'unknown id': { body: { roomName: 'nobody' }, expect: READ },
      'ended session': { body: { roomName: ended.room }, expect: READ },
      'foreign tenant': { body: { roomName: live.room }, expect: READ },
    }),
  },

  'POST /session': {
    by: 'caller',
    body: () => ({ userIdentity: 'asha' }),
    faults: ({ live }) => ({
      'wrong type': { body: { userIdentity: 7 }, expect: bad('userIdentity') },
      missing: { body: {}, expect: bad('userIdentity') },
      'unknown id': {
        body: { userIdentity: 'asha', agentId: 'nobody' },
        expect: notFound('agent_not_found'),
      },
      'foreign tenant': {
        body: { userIdentity: 'asha', roomName: live.room },
        expect: { status: 409, code: 'room_taken' },
      },
    }),
  },
  'POST /session/end': {
    by: 'caller',
    body: ({ live }) => ({ roomName: live.room }),
    faults: ({ live, ended }) => ({
      'wrong type': { body: { roomName: 7 }, expect: bad('roomName') },
      missing: { body: {}, expect: bad('roomName') },
      'unknown id': { body: { roomName: 'nobody' }, expect: notFound('session_not_found') },
      'ended session': { body: { roomName: ended.room }, expect: notFound('session_not_found') },
      'foreign tenant': { body: { roomName: live.room }, expect: notFound('session_not_found') },
    }),
  },
  'GET /session': LIST,
  'GET /session/{id}': {
    by: 'caller',
    id: 'session',
    faults: ({ ended }) => ({ 'ended session': { id: ended.id, expect: READ } }),
  },
  'DELETE /session/{id}': {
    by: 'caller',
    id: 'session',
    faults: ({ ended }) => ({ 'ended session': { id: ended.id, expect: notFound('session_not_found') } }),
  },
  'GET /session/{id}/events': {
    ...LIST,
    id: 'session',
    faults: (scene) => ({
      ...LIST.faults?.(scene),
      'ended session': { id: scene.ended.id, expect: READ },
    }),
  },
  'POST /session/{id}/say': {
    by: 'caller',
    id: 'session',
    body: () => ({ text: 'We close in ten minutes.' }),
    faults: (scene) => ({
      'wrong type': { body: { text: 7 }, expect: bad('text') },
      missing: { body: {}, expect: bad('text') },
      ...notActive(scene),
    }),
  },
  'POST /session/{id}/interrupt': {
    by: 'caller',
    id: 'session',
    body: () => ({}),
    faults: notActive,
  },
  'PATCH /session/{id}/agent': {
    by: 'caller',
    id: 'session',
    body: () => ({ instructions: 'Be brief.' }),
    faults: (scene) => ({
      'wrong type': { body: { instructions: 7 }, expect: bad('instructions') },
      missing: { body: {}, expect: bad('') },
      ...notActive(scene),
    }),
  },
  'POST /session/{id}/robot/actions': {
    by: 'caller',
    id: 'session',
    body: () => ({ type: 'gesture', value: 'nod' }),
    faults: (scene) => ({
      'wrong type': { body: { type: 'gesture', value: 7 }, expect: bad('value') },
      missing: { body: {}, expect: bad('type') },
      ...notActive(scene),
    }),
  },

  'GET /api/conversations': LIST,
  'GET /api/messages': {
    by: 'caller',
    query: 'q=hello',
    faults: () => ({
      'wrong type': { query: 'q=hello&limit=many', expect: bad('limit') },
      missing: { query: 'limit=1', expect: bad('q') },
      'unknown field': { query: 'q=hello&nobody_knows=1', expect: bad('nobody_knows') },
    }),
  },
  'GET /api/conversations/{id}/export': {
    by: 'caller',
    id: 'conversation',
    query: 'format=text',
    faults: ({ ended }) => ({
      'wrong type': { query: 'format=pdf', expect: bad('format') },
      'unknown field': { query: 'nobody_knows=1', expect: bad('nobody_knows') },
      'ended session': { id: ended.conversationId, expect: READ },
    }),
  },
  'GET /api/conversations/{id}/recording': RECORDING,
  'DELETE /api/conversations/{id}/recording': RECORDING,
  'DELETE /api/conversations/{id}': { by: 'caller', id: 'conversation' },
  'GET /api/conversations/{id}': {
    by: 'caller',
    id: 'conversation',
    faults: ({ ended }) => ({ 'ended session': { id: ended.conversationId, expect: READ } }),
  },
  'GET /api/conversations/{id}/messages': {
    ...LIST,
    id: 'conversation',
    faults: (scene) => ({
      ...LIST.faults?.(scene),
      'ended session': { id: scene.ended.conversationId, expect: READ },
    }),
  },

  'GET /api/contacts': {
    ...LIST,
    faults: () => ({
      'wrong type': { query: 'limit=many&phone=none', expect: bad('limit') },
      missing: { query: 'q=%20', expect: bad('q') },
      'unknown field': { query: 'nobody_knows=1', expect: bad('nobody_knows') },
    }),
  },
  'GET /api/contacts/{id}': { ...LIST, id: 'contact' },
  'PATCH /api/contacts/{id}': {
    by: 'caller',
    id: 'contact',
    body: () => ({ name: 'Asha' }),
    faults: () => ({
      'wrong type': {
        body: { email: 'nowhere', language: 'the usual one', phone: '7' },
        expect: bad('email', 'language', 'phone'),
      },
    }),
  },
  'POST /api/contacts/{id}/merge': {
    by: 'caller',
    id: 'contact',
    body: ({ contactId }) => ({ into: contactId }),
    faults: () => ({
      'wrong type': { body: { into: 7 }, expect: bad('into') },
      missing: { body: {}, expect: bad('into') },
    }),
  },
  'DELETE /api/contacts/{id}': { by: 'caller', id: 'contact' },
  'DELETE /api/people/{id}': {
    by: 'caller',
    id: 'person',
    query: 'as=user',
    faults: () => ({
      'wrong type': { query: 'as=nobody', expect: bad('as') },
      'unknown field': { query: 'nobody_knows=1', expect: bad('nobody_knows') },
    }),
  },

  'GET /api/agents': LIST,
  'POST /api/agents': {
    by: 'caller',
    body: () => ({ name: 'Clara' }),
    faults: () => ({
      'wrong type': { body: { name: 7 }, expect: bad('name') },
      missing: { body: {}, expect: bad('name') },
    }),
  },
  'POST /api/agents/dispatch': {
    by: 'caller',
    body: ({ live }) => ({
      ...{ conversationId: live.conversationId, agentId: 'tara', userId: 'asha' },
      ...{ roomName: live.room, token: 'of nobody' },
    }),
    ignores: ['unknown field'],
    faults: ({ live }) => ({
      'wrong type': { body: { agentId: 7 }, expect: bad(...DISPATCH_FIELDS) },
      missing: { body: {}, expect: bad(...DISPATCH_FIELDS) },
      'foreign tenant': {
        body: {
          ...{ conversationId: 'theirs', agentId: 'tara', userId: 'asha' },
          ...{ roomName: live.room, token: 'of nobody' },
        },
        expect: { status: 409, code: 'room_taken' },
      },
    }),
  },
  'GET /api/agents/{id}': { by: 'caller', id: 'agent' },
  'GET /api/agents/{id}/versions': { ...LIST, id: 'agent' },
  // One that nobody has is made.
  'PUT /api/agents/{id}': {
    by: 'caller',
    body: () => ({ name: 'Clara' }),
    faults: () => ({
      'wrong type': { body: { name: 7 }, expect: bad('name') },
      missing: { body: {}, expect: bad('name') },
    }),
  },
  'POST /api/agents/{id}/rollback': {
    by: 'caller',
    id: 'agent',
    body: () => ({ version: 1 }),
    faults: () => ({
      'wrong type': { body: { version: 'one' }, expect: bad('version') },
      missing: { body: {}, expect: bad('version') },
    }),
  },
  'DELETE /api/agents/{id}': { by: 'caller', id: 'agent' },

  'GET /api/workflows': LIST,
  'POST /api/workflows': { by: 'caller', body: () => WORKFLOW, faults: () => WORKFLOW_FAULTS },
  'GET /api/workflows/{id}': { by: 'caller', id: 'workflow' },
  'PUT /api/workflows/{id}': {
    by: 'caller',
    id: 'workflow',
    body: () => WORKFLOW,
    faults: () => WORKFLOW_FAULTS,
  },
  'DELETE /api/workflows/{id}': { by: 'caller', id: 'workflow' },
  'POST /api/workflows/{id}/rotate': {
    by: 'caller',
    id: 'workflow',
    body: () => ({}),
    faults: () => ({ 'wrong type': { body: { secret: 'whsec_short' }, expect: bad('secret') } }),
  },
  'POST /api/workflows/{id}/test': { by: 'caller', id: 'workflow', body: () => ({}) },
  'GET /api/workflows/{id}/deliveries': { ...LIST, id: 'workflow' },
  'POST /api/workflows/{id}/deliveries/{deliveryId}/replay': {
    by: 'caller',
    id: 'workflow',
    body: () => ({}),
  },

  'GET /api/providers': { by: 'caller' },
  'GET /api/usage': LIST,

  'POST /api/ingest/jobs': {
    by: 'agent',
    body: () => job('theirs'),
    faults: ({ live }) => ({
      'wrong type': { body: { ...job('theirs'), room: 7 }, expect: bad('room') },
      missing: { body: { jobId: 'AJ_1' }, expect: bad('metadata', 'room') },
      // Not the one of this job.
      'ended session': { body: job(live.room), expect: { status: 409, code: 'room_taken' } },
    }),
  },
  'POST /api/ingest/claims': {
    by: 'agent',
    body: ({ live }) => claim(live.id),
    faults: ({ live, ended }) => ({
      'wrong type': { body: { ...claim(live.id), agentProcess: 7 }, expect: bad('agentProcess') },
      missing: { body: { sessionId: live.id }, expect: bad('agentIdentity', 'agentProcess') },
      'unknown id': { body: claim('nobody'), expect: notFound('session_not_found') },
      'ended session': { body: claim(ended.id), expect: { status: 409, code: 'session_over' } },
    }),
  },
  'GET /api/ingest/claims/{sessionId}/person': {
    by: 'agent',
    id: 'session',
    faults: ({ ended }) => ({ 'ended session': { id: ended.id, expect: READ } }),
  },
  'POST /api/ingest/claims/{sessionId}/renew': OF_A_CLAIM,
  'POST /api/ingest/claims/{sessionId}/release': OF_A_CLAIM,
  'POST /api/ingest/events': {
    by: 'agent',
    body: () => ({ events: [] }),
    limitBytes: 1_000_000,
    faults: ({ live }) => ({
      'wrong type': { body: { events: 7 }, expect: bad('events') },
      missing: { body: {}, expect: bad('events') },
      // Refused one by one, by its id: it must not hold up the others.
      'unknown id': { body: { events: [{ id: 'e', sessionId: live.id }] }, expect: READ },
    }),
  },
  'POST /api/ingest/interims': {
    by: 'agent',
    body: ({ live }) => ({ interims: [interim(live.id)] }),
    limitBytes: 1_000_000,
    faults: ({ live, ended }) => ({
      'wrong type': {
        body: { interims: [{ ...interim(live.id), text: 7 }] },
        expect: bad('interims.0.text'),
      },
      missing: { body: {}, expect: bad('interims') },
      // Nobody follows it, and nothing of it is kept.
      'unknown id': { body: { interims: [interim('nobody')] }, expect: { status: 204 } },
      'ended session': { body: { interims: [interim(ended.id)] }, expect: { status: 204 } },
    }),
  },

  'POST /webhooks/livekit': {
    by: 'livekit',
    body: () => ({ event: 'room_started', id: 'EV_1', createdAt: '1' }),
    limitBytes: 1_000_000,
    ignores: ['unknown field', 'wrong content type'],
    faults: () => ({
      'wrong type': { body: { event: 7, id: 'EV_1' }, expect: { status: 400, code: 'bad_input' } },
      missing: { body: {}, expect: { status: 400, code: 'bad_input' } },
      'broken JSON': { expect: { status: 400, code: 'bad_input' } },
      // Its body is kept as it came and never gone through level by level.
      'too deep': { expect: { status: 400, code: 'bad_input' } },
    }),
  },
};

function job(room: string) {
  return { jobId: 'AJ_1', room, metadata: '' };
}

function claim(sessionId: string) {
  return { sessionId, agentProcess: 'p', agentIdentity: 'agent-1' };
}

function interim(sessionId: string) {
  return {
    ...{ sessionId, epoch: 1, number: 1, afterSourceSeq: 0 },
    ...{ role: 'user', text: 'hello', participant: null, at: '2026-01-15T12:00:00.000Z' },
  };
}

function notActive({ ended }: Scene): Partial<Record<Fault, Variant>> {
  return { 'ended session': { id: ended.id, expect: { status: 409, code: 'session_not_active' } } };
}

/** One of the tenant `acme`. */
export async function makeWorkflow(url: string): Promise<string> {
  const headers = { Authorization: `Bearer ${await tokenOf('good')}` };
  const { body } = await send('POST', `${url}/api/workflows`, { headers, body: WORKFLOW });
  return String(body.id);
}

type Credential = 'good' | 'foreign' | 'expired' | 'forged';

/** The `Authorization` header that a route wants, or one that looks like it. */
export async function authorization(
  by: RouteEntry['by'],
  kind: Credential,
  body: string,
): Promise<string | undefined> {
  switch (by) {
    case 'anybody':
      return undefined;
    case 'agent':
      return `Bearer ${kind === 'good' || kind === 'foreign' ? INGEST_TOKEN : await tokenOf(kind)}`;
    case 'livekit':
      return webhookToken(kind, body);
    case 'caller':
      return `Bearer ${await tokenOf(kind)}`;
  }
}

export function refusalOf(by: RouteEntry['by'], kind: 'expired' | 'forged'): Expected {
  switch (by) {
    case 'caller':
      return { status: 401, code: kind === 'expired' ? 'token_expired' : 'token_refused' };
    case 'livekit':
      return { status: 401, code: 'forged_webhook' };
    case 'agent':
    case 'anybody':
      return { status: 401, code: 'unauthenticated' };
  }
}

function tokenOf(kind: Credential): Promise<string> {
  const claims = { tenant: kind === 'foreign' ? 'globex' : 'acme', scope: 'admin' };
  if (kind === 'expired') return jwt(claims, anHourAgo());
  return kind === 'forged' ? jwt(claims, '1h', 'a secret that somebody made up for this') : jwt(claims);
}

function webhookToken(kind: Credential, body: string): Promise<string> {
  const secret =
    kind === 'forged' ? 'a secret that somebody made up for this' : 'a secret that is long enough for HS256';
  const token = new AccessToken('key', secret, { ttl: kind === 'expired' ? '-1h' : '5m' });
  token.sha256 = createHash('sha256').update(body).digest('base64');
  return token.toJwt();
}
