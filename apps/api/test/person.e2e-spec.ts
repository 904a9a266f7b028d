import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { jest } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '#conversation';
import { FakeLivekit } from '#livekit/testing';
import { Store } from '#store';
import { DATABASES } from '#store/testing';
import { RecordingFiles } from '#recording';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { deliver, livekitEvent } from './livekit-of-tests.js';
import { eventually, send } from './requests.js';

const NAME = 'Wilhelmina-Canary';
const NUMBER = '+4915550198273';
const WORD = 'zanzibarine';
const SENTENCE = `My ${WORD} umbrella, and call me at ${NUMBER}.`;
const CANARIES = [NAME, NUMBER, WORD];

let log = '';
/** One for all apis of this file: pino's root is one for the process. */
const stream = new Writable({
  write(chunk: Buffer, _encoding, done) {
    log += chunk.toString();
    done();
  },
});

/** Where their recording lies. */
const soundOf = (name: string) => createHash('md5').update(name).digest('hex');

describe.each(DATABASES)('DELETE /api/people/{id}, kept in $kind', ({ kind, fresh }) => {
  let folder: string;
  let api: ApiUnderTest;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-person-'));
    log = '';
    api = await startApi(
      {
        ...PIPELINE_KEYS,
        DATABASE_URL: kind === 'sqlite' ? `sqlite:${join(folder, 'api.db')}` : await fresh(),
        LOG_LEVEL: 'trace',
        LEASE_MS: '60000',
      },
      new FakeLivekit(),
      stream,
    );
  });
  afterEach(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  const db = () => api.app.get(Store).db;
  const erase = (id: string, query = '') => send('DELETE', `${api.url}/api/people/${id}${query}`);
  const open = (userIdentity: string, key?: string) =>
    send('POST', `${api.url}/session`, {
      body: { userIdentity, metadata: { about: userIdentity === NAME ? SENTENCE : '' } },
      headers: key === undefined ? {} : { 'Idempotency-Key': key },
    });

  /** A talk with everything in it. */
  async function talk(person: string, sentence: string, number: string): Promise<AgentOfTests> {
    const { body } = await open(person, `key-of-${person}`);
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    const called = { callId: 'c', name: 'save_customer_lead', idempotencyKey: newId(), deadlineMs: 1_000 };
    const lead = { name: person, phone: number };
    const { body: taken } = await agent.tell(
      agent.event('person.joined', { identity: person, name: person }),
      agent.said('user', sentence),
      agent.said('agent', `Thank you. ${sentence}`),
      agent.event('tool.called', { ...called, arguments: lead }),
      agent.event('crm.deferred', {
        kind: 'lead',
        idempotencyKey: called.idempotencyKey,
        because: 'unavailable',
        body: lead,
      }),
    );
    expect(taken).toMatchObject({ accepted: 5 });
    const joined = livekitEvent('participant_joined', {
      room: { name: String(body.roomName) },
      participant: { identity: person, name: person },
    });
    expect((await deliver(api.url, joined)).status).toBe(204);
    await eventually(
      () => db().selectFrom('livekit_event').selectAll().where('processed_at', 'is', null).execute(),
      ({ length }) => length === 0,
    );
    await makeContact(String(body.conversationId), person, number);
    await makeRecording(String(body.conversationId), agent.sessionId, soundOf(person));
    return agent;
  }

  /** As it is found in what was said. */
  async function makeContact(conversationId: string, name: string, phone: string): Promise<void> {
    const id = newId();
    await sql`insert into contact (tenant_id, id, name, phone, preferences, sources, corrected, created_at, updated_at)
      values ('default', ${id}, ${name}, ${phone}, '{}', '{}', '[]', 1, 1)`.execute(db());
    await db().updateTable('conversation').set({ contact_id: id }).where('id', '=', conversationId).execute();
  }

  async function makeRecording(conversationId: string, sessionId: string, location: string): Promise<void> {
    await sql`insert into recording
      (tenant_id, id, conversation_id, session_id, state, location, segments, duration_ms, bytes, started_at)
      values ('default', ${newId()}, ${conversationId}, ${sessionId}, 'done', ${location}, '[]', 0, 0, 0)`.execute(
      db(),
    );
  }

  /** Every row of every table, and with SQLite every byte of every file. */
  async function everythingKept(): Promise<string> {
    const tables = (await db().introspection.getTables()).filter((each) => !each.isView);
    const rows = await Promise.all(
      tables.map(async ({ name }) => (await sql`select * from ${sql.table(name)}`.execute(db())).rows),
    );
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    );
    const bytes = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    return [JSON.stringify(rows), ...bytes].join('\n');
  }
  const seenIn = (text: string) =>
    CANARIES.filter((canary) => disguises(canary).some((disguise) => text.includes(disguise)));

  it('leaves neither name nor number nor word of them in rows, bytes or log, and others as they were', async () => {
    const agent = await talk(NAME, SENTENCE, NUMBER);
    const other = await talk('Other-Person', 'Another umbrella.', '+15550100');
    const search = async (words: string) =>
      (await send('GET', `${api.url}/api/messages?q=${words}`)).body.items as unknown[];
    expect(await search(WORD)).toHaveLength(2);
    expect((await open(NAME, `key-of-${NAME}`)).headers.get('idempotency-replayed')).toBe('true');
    expect(seenIn(await everythingKept())).toEqual(CANARIES);

    const files = jest.spyOn(api.app.get(RecordingFiles, { strict: false }), 'erase');
    const { status, body } = await erase(NAME);
    expect(files.mock.calls).toEqual([[soundOf(NAME)]]);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: expect.any(String) as string,
        conversations: 1,
        sessions: 1,
        messages: 2,
        events: 5,
        contacts: 1,
        bytes: kind === 'sqlite' ? 'gone' : 'may_remain',
      },
    });
    expect(seenIn(await everythingKept())).toEqual([]);
    expect(log.split('\n').filter((line) => seenIn(line).length > 0)).toEqual([]);
    expect(log).toContain('"path":"/api/people/…"');

    expect(await search(WORD)).toEqual([]);
    expect((await send('GET', `${api.url}/session/${agent.sessionId}`)).status).toBe(404);
    expect((await agent.tell(agent.said('user', SENTENCE))).body).toMatchObject({
      accepted: 0,
      rejected: [{ code: 'session_not_found' }],
    });
    expect((await erase(NAME)).body).toMatchObject({ status: 404, code: 'person_not_found' });
    expect(seenIn(await everythingKept())).toEqual([]);

    expect(await search('umbrella')).toHaveLength(2);
    expect((await send('GET', `${api.url}/session/${other.sessionId}`)).body).toMatchObject({
      status: 'active',
    });
    expect((await open('Other-Person', 'key-of-Other-Person')).headers.get('idempotency-replayed')).toBe(
      'true',
    );
  });

  it('ends their talk first, and says in the audit that it was done and not whose it was', async () => {
    const agent = await talk(NAME, SENTENCE, NUMBER);
    const { room } = await db()
      .selectFrom('session')
      .select('room')
      .where('id', '=', agent.sessionId)
      .executeTakeFirstOrThrow();
    const { body } = await erase(NAME);
    expect(api.livekit.openRooms.has(room)).toBe(false);
    expect((await agent.renew()).body).toMatchObject({ code: 'lease_superseded' });
    const rows = await db().selectFrom('audit').selectAll().execute();
    const erased = rows.filter(({ action }) => action === 'person.erased');
    expect(erased).toMatchObject([
      { subject_type: 'person', subject_id: body.id, actor: expect.any(String) as string },
    ]);
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['session.started', 'session.stopped']),
    );
  });

  it('knows a person by the contact they are, and erases those they were merged with', async () => {
    const agent = await talk(NAME, SENTENCE, NUMBER);
    const { contact_id: contactId } = await db()
      .selectFrom('conversation')
      .select('contact_id')
      .where('user_id', '=', NAME)
      .executeTakeFirstOrThrow();
    await sql`insert into contact
      (tenant_id, id, name, preferences, sources, corrected, merged_into, created_at, updated_at)
      values ('default', 'merged', ${NAME}, '{}', '{}', '[]', ${contactId}, 1, 1)`.execute(db());
    expect((await erase(String(contactId))).body).toMatchObject({ code: 'person_not_found' });
    expect((await erase(String(contactId), '?as=contact')).body).toMatchObject({
      conversations: 1,
      contacts: 2,
    });
    expect(seenIn(await everythingKept())).toEqual([]);
    expect((await send('GET', `${api.url}/session/${agent.sessionId}`)).status).toBe(404);
  });
});

/** Base64 of a text inside another looks different for each place it can begin at: tokens name whom they are for. */
function disguises(canary: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('-'.repeat(offset) + canary).toString('base64url');
    return encoded.slice(Math.ceil((offset * 4) / 3), -4);
  });
  return [canary, encodeURIComponent(canary), ...base64];
}
