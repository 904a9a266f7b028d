import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#conversation';
import { DATABASES } from '#store/testing';
import { RecordingRetention } from '../src/recording/recording-retention.js';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { send } from './requests.js';

const hash = (key: string) => `sha256-${createHash('sha256').update(key).digest('hex')}`;
const KEYS = ['ours', `theirs:${hash('theirs')}:admin:acme`, `reader:${hash('reader')}:read`];
const A_DAY = 86_400_000;

/** A talk that was recorded. */
interface Recorded {
  agent: AgentOfTests;
  recordingId: string;
  location: string;
  /** Of its conversation. */
  url: string;
}

describe.each(DATABASES)('recordings on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-recordings-'));
    api = await startApi({
      DATABASE_URL: await fresh(),
      API_KEYS: KEYS.join(','),
      RECORDINGS_DIR: dir,
      RECORDING_RETENTION_DAYS: '30',
    });
  });
  afterAll(async () => {
    await api.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function begun(): Promise<Recorded> {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'ours' });
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    const location = newId().replaceAll('-', '');
    const recorded = {
      agent,
      location,
      recordingId: newId(),
      url: `${api.url}/api/conversations/${String(body.conversationId)}/recording`,
    };
    const { recordingId } = recorded;
    await agent.tell(
      agent.event('recording.started', { recordingId, location, notice: 'This is recorded.' }),
    );
    await mkdir(join(dir, location));
    return recorded;
  }

  /** A piece of it is written and told. */
  async function piece(
    { agent, recordingId, location }: Recorded,
    number: number,
    sound: string,
  ): Promise<void> {
    const name = `00000${number}.ogg`;
    await writeFile(join(dir, location, name), sound);
    const startMs = (number - 1) * 10_000;
    const segment = { recordingId, name, startMs, durationMs: 10_000, bytes: sound.length };
    await agent.tell(agent.event('recording.segment', segment));
  }

  function stop({ agent, recordingId, location }: Recorded, reason: 'ended' | 'refused') {
    return agent.tell(agent.event('recording.stopped', { recordingId, location, reason }));
  }

  async function recorded(...pieces: string[]): Promise<Recorded> {
    const one = await begun();
    for (const [index, sound] of pieces.entries()) await piece(one, index + 1, sound);
    await stop(one, 'ended');
    await one.agent.end('agent_ended');
    return one;
  }

  const play = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    send(method, url, { key: 'reader', headers });

  it('are one file, whole and in ranges, also across their pieces', async () => {
    const { url } = await recorded('abcdef', 'ghij', 'klmnopqr');
    const whole = await play(url);
    expect([whole.status, whole.text]).toEqual([200, 'abcdefghijklmnopqr']);
    expect(whole.headers.get('content-type')).toBe('audio/ogg; codecs=opus');
    expect(whole.headers.get('content-length')).toBe('18');
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    const ranges = [
      ['bytes=0-5', 'abcdef', 'bytes 0-5/18'],
      ['bytes=4-11', 'efghijkl', 'bytes 4-11/18'],
      ['bytes=6-9', 'ghij', 'bytes 6-9/18'],
      ['bytes=9-', 'jklmnopqr', 'bytes 9-17/18'],
      ['bytes=17-99', 'r', 'bytes 17-17/18'],
      ['bytes=-3', 'pqr', 'bytes 15-17/18'],
      ['bytes=-99', 'abcdefghijklmnopqr', 'bytes 0-17/18'],
    ] as const;
    for (const [range, text, contentRange] of ranges) {
      const answer = await play(url, { Range: range });
      expect([answer.status, answer.text]).toEqual([206, text]);
      expect(answer.headers.get('content-range')).toBe(contentRange);
      expect(answer.headers.get('content-length')).toBe(String(text.length));
    }
  });

  it('answer what is no range, or several, with the whole, and what lies beyond the end with 416', async () => {
    const { url } = await recorded('abcdef');
    for (const range of ['bytes=x-y', 'lines=1-2', 'bytes=0-0,2-2']) {
      expect(await play(url, { Range: range })).toMatchObject({ status: 200, text: 'abcdef' });
    }
    const beyond = await play(url, { Range: 'bytes=6-' });
    expect(beyond.body).toMatchObject({ status: 416, code: 'range_not_satisfiable' });
    expect(beyond.headers.get('content-range')).toBe('bytes */6');
  });

  it('say by their tag whether they are what somebody has already', async () => {
    const { url } = await recorded('abcdef', 'ghij');
    const etag = (await play(url)).headers.get('etag') ?? '';
    expect(await play(url, { 'If-None-Match': etag })).toMatchObject({ status: 304, text: '' });
    const go = { Range: 'bytes=6-', 'If-Range': etag };
    expect(await play(url, go)).toMatchObject({ status: 206, text: 'ghij' });
    expect(await play(url, { ...go, 'If-Range': '"another"' })).toMatchObject({ status: 200 });
    const head = await play(url, {}, 'HEAD');
    expect([head.status, head.text, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([
      200,
      '',
      '10',
      etag,
    ]);
  });

  it('can be heard while the talk goes on, and not be erased', async () => {
    const one = await begun();
    expect((await play(one.url)).body).toMatchObject({ status: 404, code: 'recording_not_found' });
    await piece(one, 1, 'abc');
    expect(await play(one.url)).toMatchObject({ status: 200, text: 'abc' });
    await piece(one, 2, 'def');
    expect(await play(one.url)).toMatchObject({ status: 200, text: 'abcdef' });
    const refused = await send('DELETE', one.url, { key: 'ours' });
    expect(refused.body).toMatchObject({ status: 409, code: 'recording_live' });
  });

  it('are of one session, and not there for others', async () => {
    const { url, agent } = await recorded('abc');
    expect(await play(`${url}?sessionId=${agent.sessionId}`)).toMatchObject({ status: 200, text: 'abc' });
    expect((await play(`${url}?sessionId=another`)).body).toMatchObject({ code: 'recording_not_found' });
    const theirs = await send('GET', url, { key: 'theirs' });
    expect(theirs.body).toMatchObject({ status: 404, code: 'conversation_not_found' });
  });

  it('are not there when their files are gone', async () => {
    const { url, location } = await recorded('abc');
    await rm(join(dir, location), { recursive: true });
    expect((await play(url)).body).toMatchObject({ status: 404, code: 'recording_not_found' });
  });

  it('are erased by who may, and with their conversation', async () => {
    const one = await recorded('abc');
    expect((await send('DELETE', one.url, { key: 'reader' })).status).toBe(403);
    expect((await send('DELETE', one.url, { key: 'ours' })).body).toEqual({ recordings: 1 });
    expect((await play(one.url)).body).toMatchObject({ code: 'recording_not_found' });
    const other = await recorded('abc');
    const conversation = other.url.replace('/recording', '');
    expect((await send('DELETE', conversation, { key: 'ours' })).status).toBe(200);
    const left = await readdir(dir);
    expect([left.includes(one.location), left.includes(other.location)]).toEqual([false, false]);
  });

  it('take what came too late with them: it waited at an agent for its place', async () => {
    const late = async ({ agent, recordingId, location }: Recorded) => {
      await mkdir(join(dir, location));
      await writeFile(join(dir, location, '000002.ogg'), 'def');
      const segment = { name: '000002.ogg', startMs: 10_000, durationMs: 10_000, bytes: 3 };
      await agent.tell(agent.event('recording.segment', { recordingId, location, ...segment }));
      expect(await readdir(dir)).not.toContain(location);
    };
    const alone = await recorded('abc');
    await send('DELETE', alone.url, { key: 'ours' });
    await late(alone);
    const withAll = await recorded('abc');
    await send('DELETE', withAll.url.replace('/recording', ''), { key: 'ours' });
    await late(withAll);
  });

  it('of people who refused are erased at once, and the agent that takes over is told', async () => {
    const one = await begun();
    await piece(one, 1, 'abc');
    await stop(one, 'refused');
    expect((await play(one.url)).body).toMatchObject({ code: 'recording_not_found' });
    await api.app.get(RecordingRetention).round();
    expect(await readdir(dir)).not.toContain(one.location);
    const successor = new AgentOfTests(api.url, one.agent.sessionId);
    expect((await successor.claim()).body).toMatchObject({ recordingConsent: 'refused' });
  });

  it('are erased when their time is over', async () => {
    const one = await recorded('abc');
    const retention = api.app.get(RecordingRetention);
    await retention.round(Date.now() + 29 * A_DAY);
    expect((await play(one.url)).status).toBe(200);
    await retention.round(Date.now() + 31 * A_DAY);
    expect((await play(one.url)).body).toMatchObject({ code: 'recording_not_found' });
    expect(await readdir(dir)).not.toContain(one.location);
  });

  it('are wished for in the definition of an agent, whose notice is the usual one unless it has its own', async () => {
    const agent = { name: 'Clara', recording: { enabled: true, ifRefused: 'end' } };
    const { body: made } = await send('POST', `${api.url}/api/agents`, { key: 'ours', body: agent });
    expect(made.definition).toMatchObject({
      recording: { enabled: true, ifRefused: 'end', notice: expect.stringMatching(/recorded/) as string },
      tools: expect.arrayContaining(['stop_recording']) as string[],
    });
    const wrong = { name: 'Clara', recording: { enabled: true, notice: ' ' } };
    const { body: refused } = await send('POST', `${api.url}/api/agents`, { key: 'ours', body: wrong });
    expect(refused).toMatchObject({ status: 400, errors: [{ field: 'recording.notice' }] });
  });
});
